package dev.netc.runtime;

import static dev.netc.runtime.ScalarBlocks.value;

import dev.netc.runtime.BlockKernels.Function;

/** The plain loops of {@link Gates}. All operands of an element are read before it is written. */
final class ScalarGates implements GateKernels {
  @Override
  public void lstm(
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
    for (int k = 0; k < count; k++) {
      float in = value(Function.SIGMOID, input[inputAt + k]);
      float kept = value(Function.SIGMOID, forget[forgetAt + k]);
      float proposed = value(Function.TANH, proposal[proposalAt + k]);
      float out = value(Function.SIGMOID, output[outputAt + k]);
      float next = Math.fma(kept, c[cAt + k], in * proposed);
      float value = value(Function.TANH, next);
      i[iAt + k] = in;
      f[fAt + k] = kept;
      g[gAt + k] = proposed;
      o[oAt + k] = out;
      cell[cellAt + k] = next;
      squashed[squashedAt + k] = value;
      hidden[hiddenAt + k] = out * value;
    }
  }

  @Override
  public void lstmBackward(
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
    for (int k = 0; k < count; k++) {
      float slope = dHidden[dHiddenAt + k];
      float in = i[iAt + k];
      float kept = f[fAt + k];
      float proposed = g[gAt + k];
      float out = o[oAt + k];
      float value = squashed[squashedAt + k];
      float d = dCell[dCellAt + k] + slope * out * (1 - value * value);
      float ofForget = d * c[cAt + k] * (kept * (1 - kept));
      dC[dCAt + k] = d * kept;
      dInput[dInputAt + k] = d * proposed * (in * (1 - in));
      dForget[dForgetAt + k] = ofForget;
      dProposal[dProposalAt + k] = d * in * (1 - proposed * proposed);
      dOutput[dOutputAt + k] = slope * value * (out * (1 - out));
    }
  }

  @Override
  public void gru(
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
    for (int k = 0; k < count; k++) {
      float reset = value(Function.SIGMOID, xReset[xResetAt + k] + hReset[hResetAt + k]);
      float update = value(Function.SIGMOID, xUpdate[xUpdateAt + k] + hUpdate[hUpdateAt + k]);
      float sum = Math.fma(reset, hProposal[hProposalAt + k], xProposal[xProposalAt + k]);
      float proposed = value(Function.TANH, sum);
      float next = Math.fma(1 - update, proposed, update * h[hAt + k]);
      r[rAt + k] = reset;
      z[zAt + k] = update;
      n[nAt + k] = proposed;
      hidden[hiddenAt + k] = next;
    }
  }

  @Override
  public void gruBackward(
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
    for (int k = 0; k < count; k++) {
      float d = dHidden[dHiddenAt + k];
      float reset = r[rAt + k];
      float update = z[zAt + k];
      float proposed = n[nAt + k];
      float rest = 1 - update;
      float ofProposal = d * rest * (1 - proposed * proposed);
      float ofReset = ofProposal * hProposal[hProposalAt + k] * (reset * (1 - reset));
      float ofUpdate = Math.fma(d, h[hAt + k], -(d * proposed)) * (update * rest);
      dH[dHAt + k] = d * update;
      dReset[dResetAt + k] = ofReset;
      dUpdate[dUpdateAt + k] = ofUpdate;
      dProposal[dProposalAt + k] = ofProposal;
      dStateProposal[dStateProposalAt + k] = ofProposal * reset;
    }
  }
}
