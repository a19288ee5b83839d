package dev.netc.compiler.fuse;

/**
 * The sizes of a two-dimensional convolution; a one-dimensional one has height 1.
 *
 * @param channels of the input, over all groups
 * @param filters the channels of the output, over all groups
 */
public record Geometry(int channels, int filters, int groups, Span height, Span width) {
  /**
   * One spatial axis.
   *
   * @param size of the input
   * @param taps the weights along the axis
   */
  public record Span(int size, int taps, int stride, int dilation, int before, int after) {
    /** An axis that is not there. */
    static final Span NONE = new Span(1, 1, 1, 1, 0, 0);

    /** The size of the output along the axis: how many places the taps are put at. */
    public int places() {
      return (before + size + after - dilation * (taps - 1) - 1) / stride + 1;
    }
  }
}
