package dev.netc.runtime;

/**
 * Where a convolution with a max pool behind it finds its pixels: for each place in a window of the
 * pool, the pixels of neighbouring windows are neighbours in a plane of a {@link PhaseLayout} whose
 * stride is that of both together. So the elements that a window compares come out as vectors at
 * the same position of as many sums as a window has places.
 */
final class PooledLayout {
  private final Convolution planes;
  private final int[][] offsets;
  private final boolean simple;

  PooledLayout(Convolution conv, Pooling pool) {
    int padding =
        pool.rows.before() + pool.rows.after() + pool.columns.before() + pool.columns.after();
    this.simple = padding == 0 && pool.isDisjoint() && pool.rows.taps() * pool.columns.taps() > 1;
    int rowReach = reach(conv.rows, pool.rows);
    int columnReach = reach(conv.columns, pool.columns);
    if (!simple) {
      this.planes = conv;
      this.offsets = new int[0][];
      return;
    }
    this.planes =
        new Convolution(
                conv.inputChannels,
                conv.rows.size(),
                conv.columns.size(),
                conv.groups,
                rowReach,
                columnReach)
            .padding(
                conv.rows.before(), conv.columns.before(), conv.rows.after(), conv.columns.after())
            .stride(
                conv.rows.stride() * pool.rows.stride(),
                conv.columns.stride() * pool.columns.stride())
            .groups(conv.groups);
    this.offsets = new int[pool.rows.taps() * pool.columns.taps()][];
    int taps = conv.rows.taps() * conv.columns.taps();
    for (int place = 0; place < offsets.length; place++) {
      int row = place / pool.columns.taps() * conv.rows.stride();
      int column = place % pool.columns.taps() * conv.columns.stride();
      offsets[place] = new int[conv.depth()];
      for (int i = 0; i < conv.depth(); i++) {
        int tap = i % taps;
        int r = row + tap / conv.columns.taps() * conv.rows.dilation();
        int c = column + tap % conv.columns.taps() * conv.columns.dilation();
        int channel = i / taps;
        offsets[place][i] = planes.phases().offsets()[(channel * rowReach + r) * columnReach + c];
      }
    }
  }

  /** The pixels from the first to the last that a window of the pool meets. */
  private static int reach(Window conv, Window pool) {
    return (pool.taps() - 1) * pool.dilation() * conv.stride()
        + (conv.taps() - 1) * conv.dilation()
        + 1;
  }

  /** Whether windows lie within the output and have elements to compare, but none in common. */
  boolean isSimple() {
    return simple;
  }

  /** The planes that the image is cut into, as those of a convolution. Of simple ones only. */
  Convolution planes() {
    return planes;
  }

  /**
   * For each place and each weight of an output channel, where its pixel lies for the first window.
   * Of simple ones only. Not a copy.
   */
  int[][] offsets() {
    return offsets;
  }
}
