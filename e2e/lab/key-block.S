# A guest of 512 bytes that answers a key at once, so that what a console adds can be measured.
#
# It sets 1024x768 with 32 bits a pixel by VESA BIOS calls, then waits for keys in the BIOS, which halts the CPU.
#   any key  inverts the block of 16x16 pixels whose corner is (512, 384)
#   f        inverts the whole screen
#   n        draws noise all over the screen until the next key
#
# The picture is reached through the VESA window of 64 KiB at 0xA0000: 16 rows at a time, 48 windows in all. The block
# was put where its 16 rows are exactly one window.

        .code16
        .globl  _start

        .set    mode, 0x144             # 1024x768x32 of the Bochs VBE that QEMU's VGA speaks
        .set    block_window, 384 / 16
        .set    windows, 768 / 16
        .set    row, 1024 * 4

_start:
        xorw    %ax, %ax
        movw    %ax, %ds
        movw    %ax, %ss
        movw    $0x7c00, %sp
        movw    $0xa000, %ax
        movw    %ax, %es
        cld
        movw    $0x4f02, %ax
        movw    $mode, %bx
        int     $0x10
        movl    $0x2545f491, %ebp       # state of the noise

wait:
        xorw    %ax, %ax
        int     $0x16
        cmpb    $'f', %al
        je      screen
        cmpb    $'n', %al
        je      noise

        movw    $block_window, %dx
        call    choose_window
        movw    $(512 * 4), %di
        movw    $16, %bx
1:      movw    $16, %cx
        call    invert
        addw    $(row - 16 * 4), %di
        decw    %bx
        jnz     1b
        jmp     wait

screen:
        xorw    %dx, %dx
2:      call    choose_window
        xorw    %di, %di
        movw    $(65536 / 4), %cx
        call    invert
        incw    %dx
        cmpw    $windows, %dx
        jb      2b
        jmp     wait

noise:
        xorw    %dx, %dx
3:      call    choose_window
        xorw    %di, %di
        movw    $(65536 / 4), %cx
4:      imull   $1664525, %ebp, %ebp    # a linear congruential generator; its upper bits are the better ones
        addl    $1013904223, %ebp
        movl    %ebp, %eax
        shrl    $8, %eax
        stosl
        loop    4b
        incw    %dx
        cmpw    $windows, %dx
        jb      3b
        movb    $1, %ah                 # is there a key?
        int     $0x16
        jz      noise
        xorw    %ax, %ax                # take it
        int     $0x16
        jmp     wait

# Inverts the colours of cx pixels from es:di on.
invert:
        movl    %es:(%di), %eax
        xorl    $0x00ffffff, %eax
        stosl
        loop    invert
        ret

# Makes the window show rows 16 * dx and on.
choose_window:
        pushw   %bx
        movw    $0x4f05, %ax
        xorw    %bx, %bx
        int     $0x10
        popw    %bx
        ret

        .org    510
        .word   0xaa55
