package dev.netc.runtime;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link Gates} with vectors. Each has one function at most, since C2 makes objects of
 * the vectors of a loop that has two; and the arithmetic around a function, where that saves a
 * pass. The cell of an LSTM is a loop of its own: beside a tanh it took longer on JDK 17, where
 * positions in six arrays are more than sixteen registers hold. See {@link VectorMaths} for how
 * such loops have to be written, and for the functions, which are the same here.
 */
final class VectorGates implements GateKernels {
  private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
  private static final int LANES = VectorTiles.LANES;
  private static final FloatVector ONE = VectorMaths.all(1);

  /** For elements behind the last whole vector, where nothing is a function. */
  private final GateKernels rest = new ScalarGates();

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
    int whole = count / LANES * LANES;
    lstmVectors(
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
        whole);
    int rest = count - whole;
    if (rest > 0) {
      // In the same way as all others: what an element becomes must not depend on its place.
      float[] padded = VectorScratch.local().lanes(12 * LANES);
      Arrays.fill(padded, 0, 5 * LANES, 0f);
      System.arraycopy(input, inputAt + whole, padded, 0, rest);
      System.arraycopy(forget, forgetAt + whole, padded, LANES, rest);
      System.arraycopy(proposal, proposalAt + whole, padded, 2 * LANES, rest);
      System.arraycopy(output, outputAt + whole, padded, 3 * LANES, rest);
      System.arraycopy(c, cAt + whole, padded, 4 * LANES, rest);
      lstmVectors(
          padded,
          0,
          padded,
          LANES,
          padded,
          2 * LANES,
          padded,
          3 * LANES,
          padded,
          4 * LANES,
          padded,
          5 * LANES,
          padded,
          6 * LANES,
          padded,
          7 * LANES,
          padded,
          8 * LANES,
          padded,
          9 * LANES,
          padded,
          10 * LANES,
          padded,
          11 * LANES,
          LANES);
      System.arraycopy(padded, 5 * LANES, i, iAt + whole, rest);
      System.arraycopy(padded, 6 * LANES, f, fAt + whole, rest);
      System.arraycopy(padded, 7 * LANES, g, gAt + whole, rest);
      System.arraycopy(padded, 8 * LANES, o, oAt + whole, rest);
      System.arraycopy(padded, 9 * LANES, cell, cellAt + whole, rest);
      System.arraycopy(padded, 10 * LANES, squashed, squashedAt + whole, rest);
      System.arraycopy(padded, 11 * LANES, hidden, hiddenAt + whole, rest);
    }
  }

  private static void lstmVectors(
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
    VectorMaths.sigmoid(input, inputAt, i, iAt, count);
    VectorMaths.sigmoid(forget, forgetAt, f, fAt, count);
    VectorMaths.tanh(proposal, proposalAt, g, gAt, count);
    cell(f, fAt, c, cAt, i, iAt, g, gAt, cell, cellAt, count);
    VectorMaths.sigmoid(output, outputAt, o, oAt, count);
    VectorMaths.tanh(cell, cellAt, squashed, squashedAt, count);
    VectorLoops.mul(o, oAt, squashed, squashedAt, hidden, hiddenAt, count);
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
    int whole = count / LANES * LANES;
    gruVectors(
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
        whole);
    int rest = count - whole;
    if (rest > 0) {
      // In the same way as all others: what an element becomes must not depend on its place.
      float[] padded = VectorScratch.local().lanes(11 * LANES);
      Arrays.fill(padded, 0, 7 * LANES, 0f);
      System.arraycopy(xReset, xResetAt + whole, padded, 0, rest);
      System.arraycopy(hReset, hResetAt + whole, padded, LANES, rest);
      System.arraycopy(xUpdate, xUpdateAt + whole, padded, 2 * LANES, rest);
      System.arraycopy(hUpdate, hUpdateAt + whole, padded, 3 * LANES, rest);
      System.arraycopy(xProposal, xProposalAt + whole, padded, 4 * LANES, rest);
      System.arraycopy(hProposal, hProposalAt + whole, padded, 5 * LANES, rest);
      System.arraycopy(h, hAt + whole, padded, 6 * LANES, rest);
      gruVectors(
          padded,
          0,
          padded,
          LANES,
          padded,
          2 * LANES,
          padded,
          3 * LANES,
          padded,
          4 * LANES,
          padded,
          5 * LANES,
          padded,
          6 * LANES,
          padded,
          7 * LANES,
          padded,
          8 * LANES,
          padded,
          9 * LANES,
          padded,
          10 * LANES,
          LANES);
      System.arraycopy(padded, 7 * LANES, r, rAt + whole, rest);
      System.arraycopy(padded, 8 * LANES, z, zAt + whole, rest);
      System.arraycopy(padded, 9 * LANES, n, nAt + whole, rest);
      System.arraycopy(padded, 10 * LANES, hidden, hiddenAt + whole, rest);
    }
  }

  private static void gruVectors(
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
    sigmoidOfSum(xReset, xResetAt, hReset, hResetAt, r, rAt, count);
    sigmoidOfSum(xUpdate, xUpdateAt, hUpdate, hUpdateAt, z, zAt, count);
    next(
        r,
        rAt,
        hProposal,
        hProposalAt,
        xProposal,
        xProposalAt,
        z,
        zAt,
        h,
        hAt,
        n,
        nAt,
        hidden,
        hiddenAt,
        count);
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
    int whole = count / LANES * LANES;
    lstmSlopes(
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
        whole);
    rest.lstmBackward(
        dHidden,
        dHiddenAt + whole,
        dCell,
        dCellAt + whole,
        i,
        iAt + whole,
        f,
        fAt + whole,
        g,
        gAt + whole,
        o,
        oAt + whole,
        squashed,
        squashedAt + whole,
        c,
        cAt + whole,
        dC,
        dCAt + whole,
        dInput,
        dInputAt + whole,
        dForget,
        dForgetAt + whole,
        dProposal,
        dProposalAt + whole,
        dOutput,
        dOutputAt + whole,
        count - whole);
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
    int whole = count / LANES * LANES;
    gruSlopes(
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
        whole);
    rest.gruBackward(
        dHidden,
        dHiddenAt + whole,
        r,
        rAt + whole,
        z,
        zAt + whole,
        n,
        nAt + whole,
        h,
        hAt + whole,
        hProposal,
        hProposalAt + whole,
        dH,
        dHAt + whole,
        dReset,
        dResetAt + whole,
        dUpdate,
        dUpdateAt + whole,
        dProposal,
        dProposalAt + whole,
        dStateProposal,
        dStateProposalAt + whole,
        count - whole);
  }

  private static void check(float[] x, int at, int count) {
    if (at < 0 || at > x.length - count) {
      throw new IndexOutOfBoundsException(count + " of " + x.length + " from " + at);
    }
  }

  /** {@code cell} = f c + i g. */
  private static void cell(
      float[] f,
      int fAt,
      float[] c,
      int cAt,
      float[] i,
      int iAt,
      float[] g,
      int gAt,
      float[] cell,
      int cellAt,
      int count) {
    for (int k = 0; k < count; k += LANES) {
      FloatVector.fromArray(SPECIES, f, fAt + k)
          .fma(
              FloatVector.fromArray(SPECIES, c, cAt + k),
              FloatVector.fromArray(SPECIES, i, iAt + k)
                  .mul(FloatVector.fromArray(SPECIES, g, gAt + k)))
          .intoArray(cell, cellAt + k);
    }
  }

  /** z = sigmoid(x + h). */
  private static void sigmoidOfSum(
      float[] x, int xAt, float[] h, int hAt, float[] z, int zAt, int count) {
    if (xAt < 0 || xAt > x.length - count) {
      throw new IndexOutOfBoundsException(count + " of " + x.length + " from " + xAt);
    }
    if (hAt < 0 || hAt > h.length - count) {
      throw new IndexOutOfBoundsException(count + " of " + h.length + " from " + hAt);
    }
    if (zAt < 0 || zAt > z.length - count) {
      throw new IndexOutOfBoundsException(count + " of " + z.length + " from " + zAt);
    }
    for (int k = 0; k < count; k += LANES) {
      FloatVector some =
          FloatVector.fromArray(SPECIES, x, xAt + k)
              .add(FloatVector.fromArray(SPECIES, h, hAt + k));
      FloatVector y = some.abs();
      IntVector rounded = y.fma(VectorMaths.LOG2_E, VectorMaths.BIASED).reinterpretAsInts();
      rounded = rounded.lanewise(VectorOperators.MIN, VectorMaths.INFINITE_POWER_BITS);
      FloatVector n = rounded.reinterpretAsFloats().sub(VectorMaths.BIASED);
      FloatVector r = n.fma(VectorMaths.MINUS_LN2_HIGH, y);
      r = n.fma(VectorMaths.MINUS_LN2_LOW, r);
      FloatVector p = VectorMaths.POWER_4.fma(r, VectorMaths.POWER_3);
      p = p.fma(r, VectorMaths.POWER_2);
      p = p.fma(r, VectorMaths.POWER_1);
      p = p.fma(r, VectorMaths.POWER_0);
      p = p.fma(r, ONE);
      p = p.fma(r, ONE);
      FloatVector power =
          rounded.lanewise(VectorOperators.LSHL, VectorMaths.MANTISSA_BITS).reinterpretAsFloats();
      FloatVector t = ONE.div(p.fma(power, ONE));
      IntVector sign = some.reinterpretAsInts().lanewise(VectorOperators.ASHR, 31);
      IntVector from = ONE.reinterpretAsInts().lanewise(VectorOperators.AND_NOT, sign);
      t.sub(from.reinterpretAsFloats()).abs().intoArray(z, zAt + k);
    }
  }

  /** n = tanh(x + r y), {@code hidden} = (1 - z) n + z h. */
  private static void next(
      float[] r,
      int rAt,
      float[] y,
      int yAt,
      float[] x,
      int xAt,
      float[] z,
      int zAt,
      float[] h,
      int hAt,
      float[] n,
      int nAt,
      float[] hidden,
      int hiddenAt,
      int count) {
    check(r, rAt, count);
    check(y, yAt, count);
    check(x, xAt, count);
    check(z, zAt, count);
    check(h, hAt, count);
    check(n, nAt, count);
    check(hidden, hiddenAt, count);
    for (int k = 0; k < count; k += LANES) {
      IntVector bits =
          FloatVector.fromArray(SPECIES, r, rAt + k)
              .fma(
                  FloatVector.fromArray(SPECIES, y, yAt + k),
                  FloatVector.fromArray(SPECIES, x, xAt + k))
              .reinterpretAsInts();
      IntVector sizeBits = bits.and(Integer.MAX_VALUE);
      FloatVector size =
          sizeBits.lanewise(VectorOperators.MIN, VectorMaths.FLAT_TANH_BITS).reinterpretAsFloats();
      FloatVector rounded = size.fma(VectorMaths.TWICE_LOG2_E, VectorMaths.BIASED);
      FloatVector n2 = rounded.sub(VectorMaths.BIASED);
      FloatVector s =
          n2.fma(VectorMaths.MINUS_HALF_LN2_LOW, n2.fma(VectorMaths.MINUS_HALF_LN2_HIGH, size));
      FloatVector p = VectorMaths.TANH_4.fma(s, VectorMaths.TANH_3);
      p = p.fma(s, VectorMaths.TANH_2);
      p = p.fma(s, VectorMaths.TANH_1);
      p = p.fma(s, ONE);
      p = p.fma(s.mul(s), s);
      FloatVector power =
          rounded
              .reinterpretAsInts()
              .lanewise(VectorOperators.LSHL, VectorMaths.MANTISSA_BITS)
              .reinterpretAsFloats();
      FloatVector e = power.fma(p, power.fma(VectorMaths.HALF, VectorMaths.MINUS_HALF));
      IntVector none = VectorMaths.INFINITY_BITS.sub(sizeBits).lanewise(VectorOperators.ASHR, 31);
      FloatVector tanh =
          e.div(e.add(ONE))
              .reinterpretAsInts()
              .or(bits.and(Integer.MIN_VALUE))
              .or(none)
              .reinterpretAsFloats();
      tanh.intoArray(n, nAt + k);
      FloatVector update = FloatVector.fromArray(SPECIES, z, zAt + k);
      ONE.sub(update)
          .fma(tanh, update.mul(FloatVector.fromArray(SPECIES, h, hAt + k)))
          .intoArray(hidden, hiddenAt + k);
    }
  }

  /** See {@link Gates#lstmBackward}; for whole vectors. */
  private static void lstmSlopes(
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
    check(dHidden, dHiddenAt, count);
    check(dCell, dCellAt, count);
    check(i, iAt, count);
    check(f, fAt, count);
    check(g, gAt, count);
    check(o, oAt, count);
    check(squashed, squashedAt, count);
    check(c, cAt, count);
    check(dC, dCAt, count);
    check(dInput, dInputAt, count);
    check(dForget, dForgetAt, count);
    check(dProposal, dProposalAt, count);
    check(dOutput, dOutputAt, count);
    for (int k = 0; k < count; k += LANES) {
      FloatVector slope = FloatVector.fromArray(SPECIES, dHidden, dHiddenAt + k);
      FloatVector out = FloatVector.fromArray(SPECIES, o, oAt + k);
      FloatVector value = FloatVector.fromArray(SPECIES, squashed, squashedAt + k);
      FloatVector d =
          slope
              .mul(out)
              .mul(ONE.sub(value.mul(value)))
              .add(FloatVector.fromArray(SPECIES, dCell, dCellAt + k));
      FloatVector in = FloatVector.fromArray(SPECIES, i, iAt + k);
      FloatVector kept = FloatVector.fromArray(SPECIES, f, fAt + k);
      FloatVector proposed = FloatVector.fromArray(SPECIES, g, gAt + k);
      FloatVector before = FloatVector.fromArray(SPECIES, c, cAt + k);
      d.mul(kept).intoArray(dC, dCAt + k);
      d.mul(proposed).mul(in.mul(ONE.sub(in))).intoArray(dInput, dInputAt + k);
      d.mul(before).mul(kept.mul(ONE.sub(kept))).intoArray(dForget, dForgetAt + k);
      d.mul(in).mul(ONE.sub(proposed.mul(proposed))).intoArray(dProposal, dProposalAt + k);
      slope.mul(value).mul(out.mul(ONE.sub(out))).intoArray(dOutput, dOutputAt + k);
    }
  }

  /** See {@link Gates#gruBackward}; for whole vectors. */
  private static void gruSlopes(
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
    check(dHidden, dHiddenAt, count);
    check(r, rAt, count);
    check(z, zAt, count);
    check(n, nAt, count);
    check(h, hAt, count);
    check(hProposal, hProposalAt, count);
    check(dH, dHAt, count);
    check(dReset, dResetAt, count);
    check(dUpdate, dUpdateAt, count);
    check(dProposal, dProposalAt, count);
    check(dStateProposal, dStateProposalAt, count);
    for (int k = 0; k < count; k += LANES) {
      FloatVector d = FloatVector.fromArray(SPECIES, dHidden, dHiddenAt + k);
      FloatVector reset = FloatVector.fromArray(SPECIES, r, rAt + k);
      FloatVector update = FloatVector.fromArray(SPECIES, z, zAt + k);
      FloatVector proposed = FloatVector.fromArray(SPECIES, n, nAt + k);
      FloatVector state = FloatVector.fromArray(SPECIES, h, hAt + k);
      FloatVector ofState = FloatVector.fromArray(SPECIES, hProposal, hProposalAt + k);
      FloatVector rest = ONE.sub(update);
      FloatVector ofProposal = d.mul(rest).mul(ONE.sub(proposed.mul(proposed)));
      d.mul(update).intoArray(dH, dHAt + k);
      ofProposal.intoArray(dProposal, dProposalAt + k);
      ofProposal.mul(ofState).mul(reset.mul(ONE.sub(reset))).intoArray(dReset, dResetAt + k);
      d.fma(state, d.mul(proposed).neg()).mul(update.mul(rest)).intoArray(dUpdate, dUpdateAt + k);
      ofProposal.mul(reset).intoArray(dStateProposal, dStateProposalAt + k);
    }
  }
}
