package dev.netc.runtime;

/**
 * The gates of recurrent cells, a block of elements at a time: what {@link Blocks} does in eight to
 * fourteen calls, in one.
 *
 * <p>Each method reads {@code count} elements of its first arrays and writes as many of the others,
 * all from the given positions on. A result may be the very elements of an operand that is needed
 * for that result only, and not overlap operands otherwise; no two results overlap. Elements are,
 * to the bit, what the same sums and products of {@code Blocks} are.
 */
public final class Gates {
  private static final GateKernels BEST = FloatKernels.BEST.gates();

  private Gates() {}

  /**
   * A step of a long short-term memory: the gates i, f and o are sigmoids of {@code input}, {@code
   * forget} and {@code output}, g = tanh({@code proposal}), {@code cell} = f c + i g, {@code
   * squashed} = tanh({@code cell}), {@code hidden} = o {@code squashed}.
   */
  public static void lstm(
      float[] input,
      int inputAt,
      float[] forget,
      int forgetAt,
      float[] proposal,
      int proposalAt,
      float[] output,
      int outputAt,
      float[] c,
      int cAt,
      float[] i,
      int iAt,
      float[] f,
      int fAt,
      float[] g,
      int gAt,
      float[] o,
      int oAt,
      float[] cell,
      int cellAt,
      float[] squashed,
      int squashedAt,
      float[] hidden,
      int hiddenAt,
      int count) {
    BEST.lstm(
        input,
        inputAt,
        forget,
        forgetAt,
        proposal,
        proposalAt,
        output,
        outputAt,
        c,
        cAt,
        i,
        iAt,
        f,
        fAt,
        g,
        gAt,
        o,
        oAt,
        cell,
        cellAt,
        squashed,
        squashedAt,
        hidden,
        hiddenAt,
        count);
  }

  /**
   * The way back of {@link #lstm}: from the gradients of {@code hidden} and {@code cell} to those
   * of c and of what the gates are functions of. With d = {@code dCell} + {@code dHidden} o (1 -
   * {@code squashed}²) they are {@code dC} = d f, {@code dInput} = d g i (1 - i), {@code dForget} =
   * d c f (1 - f), {@code dProposal} = d i (1 - g²), {@code dOutput} = {@code dHidden} {@code
   * squashed} o (1 - o).
   */
  public static void lstmBackward(
      float[] dHidden,
      int dHiddenAt,
      float[] dCell,
      int dCellAt,
      float[] i,
      int iAt,
      float[] f,
      int fAt,
      float[] g,
      int gAt,
      float[] o,
      int oAt,
      float[] squashed,
      int squashedAt,
      float[] c,
      int cAt,
      float[] dC,
      int dCAt,
      float[] dInput,
      int dInputAt,
      float[] dForget,
      int dForgetAt,
      float[] dProposal,
      int dProposalAt,
      float[] dOutput,
      int dOutputAt,
      int count) {
    BEST.lstmBackward(
        dHidden,
        dHiddenAt,
        dCell,
        dCellAt,
        i,
        iAt,
        f,
        fAt,
        g,
        gAt,
        o,
        oAt,
        squashed,
        squashedAt,
        c,
        cAt,
        dC,
        dCAt,
        dInput,
        dInputAt,
        dForget,
        dForgetAt,
        dProposal,
        dProposalAt,
        dOutput,
        dOutputAt,
        count);
  }

  /**
   * A step of a gated recurrent unit: the gates are r = sigmoid({@code xReset} + {@code hReset})
   * and z = sigmoid({@code xUpdate} + {@code hUpdate}), n = tanh({@code xProposal} + r {@code
   * hProposal}), {@code hidden} = (1 - z) n + z h.
   */
  public static void gru(
      float[] xReset,
      int xResetAt,
      float[] hReset,
      int hResetAt,
      float[] xUpdate,
      int xUpdateAt,
      float[] hUpdate,
      int hUpdateAt,
      float[] xProposal,
      int xProposalAt,
      float[] hProposal,
      int hProposalAt,
      float[] h,
      int hAt,
      float[] r,
      int rAt,
      float[] z,
      int zAt,
      float[] n,
      int nAt,
      float[] hidden,
      int hiddenAt,
      int count) {
    BEST.gru(
        xReset,
        xResetAt,
        hReset,
        hResetAt,
        xUpdate,
        xUpdateAt,
        hUpdate,
        hUpdateAt,
        xProposal,
        xProposalAt,
        hProposal,
        hProposalAt,
        h,
        hAt,
        r,
        rAt,
        z,
        zAt,
        n,
        nAt,
        hidden,
        hiddenAt,
        count);
  }

  /**
   * The way back of {@link #gru}: from the gradient of {@code hidden} to those of h, of the three
   * sums, and of {@code hProposal}. They are {@code dH} = {@code dHidden} z, {@code dProposal} =
   * {@code dHidden} (1 - z) (1 - n²), {@code dReset} = {@code dProposal} {@code hProposal} r (1 -
   * r), {@code dUpdate} = {@code dHidden} (h - n) z (1 - z), {@code dStateProposal} = {@code
   * dProposal} r.
   */
  public static void gruBackward(
      float[] dHidden,
      int dHiddenAt,
      float[] r,
      int rAt,
      float[] z,
      int zAt,
      float[] n,
      int nAt,
      float[] h,
      int hAt,
      float[] hProposal,
      int hProposalAt,
      float[] dH,
      int dHAt,
      float[] dReset,
      int dResetAt,
      float[] dUpdate,
      int dUpdateAt,
      float[] dProposal,
      int dProposalAt,
      float[] dStateProposal,
      int dStateProposalAt,
      int count) {
    BEST.gruBackward(
        dHidden,
        dHiddenAt,
        r,
        rAt,
        z,
        zAt,
        n,
        nAt,
        h,
        hAt,
        hProposal,
        hProposalAt,
        dH,
        dHAt,
        dReset,
        dResetAt,
        dUpdate,
        dUpdateAt,
        dProposal,
        dProposalAt,
        dStateProposal,
        dStateProposalAt,
        count);
  }
}
