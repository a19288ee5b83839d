package dev.netc.runtime;

/** Which way the runtime's vector kernels go, in the words of the comments in generated code. */
public final class ChosenMethods {
  private ChosenMethods() {}

  /** Whether there are vectors of sixteen floats, of which the comments speak. */
  public static boolean areKnown() {
    return FloatKernels.BEST.getClass().getSimpleName().equals("VectorKernels")
        && VectorTiles.LANES == 16;
  }

  /** For a product of m x k by k x n whose operands have these strides. */
  public static String ofProduct(
      int m, int n, int k, int aRow, int aColumn, int bRow, int bColumn) {
    if (FloatKernels.BEST.isDots(m, n, k, aColumn, bRow)) {
      return "as inner products";
    } else if (VectorPackedGemm.isTurned(m, n, k, aRow, aColumn, bRow, bColumn)) {
      return "as the product of the transposes";
    } else if (bColumn != 1 || !VectorGemm.isReadInPlace(m, bRow)) {
      return "with an operand laid out in panels";
    }
    return "with its operands where they lie";
  }

  /** Forward. */
  public static String ofConvolution(Convolution conv) {
    if (conv.winogradForward() != null) {
      return "by Winograd's algorithm";
    } else if (VectorWholeImage.takes(conv)) {
      return "as a product of whole images";
    } else if (VectorDepthwise.takes(conv)) {
      return "channel by channel";
    }
    boolean pixels = conv.rows.taps() * conv.columns.taps() == 1 && conv.phases().isBare();
    return pixels ? "as a product of pixels" : "as a product of shifted planes";
  }
}
