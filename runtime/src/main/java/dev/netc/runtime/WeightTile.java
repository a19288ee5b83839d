package dev.netc.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

  /**
   * The tiles that cover the weights of a convolution.
   *
   * @param channels the output channels of a group
   * @param depth the weights of an output channel
   */
  static List<WeightTile> of(int groups, int channels, int depth) {
    int columnCuts = (depth + COLUMNS - 1) / COLUMNS;
    int channelCuts = columnCuts > 1 || groups > 1 ? 1 : Math.min(2, channels);
    List<WeightTile> tiles = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      int first = group * channels;
      for (int i = 0; i < channelCuts; i++) {
        for (int j = 0; j < columnCuts; j++) {
          tiles.add(
              new WeightTile(
                  group,
                  first + cut(channels, channelCuts, i),
                  first + cut(channels, channelCuts, i + 1),
                  cut(depth, columnCuts, j),
                  cut(depth, columnCuts, j + 1),
                  depth));
        }
      }
    }
    return List.copyOf(tiles);
  }

  /** The number of output channels. */
  int channels() {
    return channelTo - channelFrom;
  }

  /** The number of columns. */
  int columns() {
    return columnTo - columnFrom;
  }

  /** Where the part of an output channel begins in the weight matrix. */
  int position(int channel) {
    return channel * depth + columnFrom;
  }

  /** Sets the tile to zero. */
  void clear(float[] weights, int offset) {
    for (int channel = channelFrom; channel < channelTo; channel++) {
      int from = offset + position(channel);
      Arrays.fill(weights, from, from + columns(), 0);
    }
  }

  private static int cut(int size, int cuts, int index) {
    return (int) ((long) size * index / cuts);
  }
}
