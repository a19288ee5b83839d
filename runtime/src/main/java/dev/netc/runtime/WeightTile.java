package dev.netc.runtime;

import java.util.Arrays;

/**
 * A part of a convolution's weights whose gradient one task computes: output channels by columns of
 * the weight matrix {@code [outputChannels, depth]}.
 *
 * <p>Each task gathers the pixels of its columns, so cutting the columns shares that work, and
 * cutting the output channels repeats it. Columns are cut where there are enough of them.
 */
record WeightTile(
    int group, int channelFrom, int channelTo, int columnFrom, int columnTo, int depth) {
  private static final int COLUMNS = 128;

  /** The number of tiles of a convolution. */
  static int count(Convolution convolution) {
    return convolution.groups * columnCuts(convolution) * channelCuts(convolution);
  }

  /** Tile number {@code index}. */
  static WeightTile of(Convolution convolution, int index) {
    int columnCuts = columnCuts(convolution);
    int channelCuts = channelCuts(convolution);
    int columnCut = index % columnCuts;
    int channelCut = index / columnCuts % channelCuts;
    int group = index / columnCuts / channelCuts;
    int depth = convolution.depth();
    int channels = convolution.outputChannels / convolution.groups;
    int first = group * channels;
    return new WeightTile(
        group,
        first + cut(channels, channelCuts, channelCut),
        first + cut(channels, channelCuts, channelCut + 1),
        cut(depth, columnCuts, columnCut),
        cut(depth, columnCuts, columnCut + 1),
        depth);
  }

  /** Sets the tile to zero. */
  void clear(float[] weights, int offset) {
    for (int channel = channelFrom; channel < channelTo; channel++) {
      int row = offset + channel * depth;
      Arrays.fill(weights, row + columnFrom, row + columnTo, 0);
    }
  }

  private static int columnCuts(Convolution convolution) {
    return (convolution.depth() + COLUMNS - 1) / COLUMNS;
  }

  private static int channelCuts(Convolution convolution) {
    int channels = convolution.outputChannels / convolution.groups;
    return columnCuts(convolution) > 1 || convolution.groups > 1 ? 1 : Math.min(2, channels);
  }

  private static int cut(int size, int cuts, int index) {
    return (int) ((long) size * index / cuts);
  }
}
