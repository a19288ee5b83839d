package dev.netc.runtime;

import java.util.Arrays;

/**
 * Where the gradients of a convolution with a max pool behind it find pixels and weights, if
 * samples are transposed: the channels of a pixel are adjacent.
 */
final class PooledTables {
  /** For each place, how far the pixels that it meets lie from the first one. */
  final int[] places;

  /** For each window of the pool, where the first pixel that it meets lies. */
  final int[] corners;

  /** How far the vectors of a convolution's window lie from the first. */
  final int[] rows;

  /** The vectors of a row of a convolution's window. */
  final int rowVectors;

  final Patch patch;

  PooledTables(PooledConvolution pooled, int lanes) {
    Convolution conv = pooled.convolution;
    this.places = places(pooled, rowSize(conv), conv.inputChannels);
    this.corners = corners(pooled);
    this.rowVectors = vectors(conv.columns.taps() * conv.inputChannels, lanes);
    this.rows = offsets(conv.rows.taps(), conv.rows.dilation() * rowSize(conv), rowVectors, lanes);
    this.patch = new Patch(pooled, lanes);
  }

  /**
   * The pixels that a window of the pool meets, {@code rows} rows of {@code vectors} vectors; and a
   * filter's weights with zeros around them, so that at an offset for each place there is a patch
   * with the weights where they meet the pixels.
   */
  static final class Patch {
    /** The vectors of a row. */
    final int vectors;

    /** For each place, where the patch begins among a filter's weights. */
    final int[] places;

    /** How far the vectors of a patch lie from its first, among the weights. */
    final int[] inWeights;

    /** The same in the image. */
    final int[] inImage;

    private final int row;
    private final int top;
    private final int left;
    private final int height;

    private Patch(PooledConvolution pooled, int lanes) {
      Convolution conv = pooled.convolution;
      this.top = (pooled.pooling.rows.taps() - 1) * conv.rows.stride();
      int across = (pooled.pooling.columns.taps() - 1) * conv.columns.stride();
      this.left = across * conv.inputChannels;
      int rows = top + (conv.rows.taps() - 1) * conv.rows.dilation() + 1;
      this.height = top + rows;
      this.vectors =
          PooledTables.vectors((across + conv.columns.taps()) * conv.inputChannels, lanes);
      this.row = left + vectors * lanes;
      this.places = PooledTables.places(pooled, -row, -conv.inputChannels);
      for (int place = 0; place < places.length; place++) {
        places[place] += top * row + left;
      }
      this.inWeights = offsets(rows, row, vectors, lanes);
      this.inImage = offsets(rows, rowSize(conv), vectors, lanes);
    }

    /** The elements of a filter with zeros around. */
    int size() {
      return height * row;
    }

    /** The weights of all filters with zeros around them, for each pixel the channels. */
    void spread(Convolution conv, float[] w, int wOffset, float[] weights) {
      Arrays.fill(weights, 0, conv.outputChannels * size(), 0);
      int columns = conv.columns.taps();
      int from = wOffset;
      for (int filter = 0; filter < conv.outputChannels; filter++) {
        for (int input = 0; input < conv.inputChannels; input++) {
          for (int r = 0; r < conv.rows.taps(); r++) {
            int at = filter * size() + (top + r * conv.rows.dilation()) * row + left + input;
            for (int column = 0; column < columns; column++) {
              weights[at + column * conv.inputChannels] = w[from + column];
            }
            from += columns;
          }
        }
      }
    }
  }

  /** The distance of the rows of the transposed image. */
  static int rowSize(Convolution conv) {
    return conv.columns.padded() * conv.inputChannels;
  }

  private static int vectors(int length, int lanes) {
    return (length + lanes - 1) / lanes;
  }

  /**
   * @param row from one row to the next
   * @param column from one column to the next
   */
  private static int[] places(PooledConvolution pooled, int row, int column) {
    int columns = pooled.pooling.columns.taps();
    int[] places = new int[pooled.pooling.rows.taps() * columns];
    for (int place = 0; place < places.length; place++) {
      places[place] =
          place / columns * pooled.convolution.rows.stride() * row
              + place % columns * pooled.convolution.columns.stride() * column;
    }
    return places;
  }

  private static int[] corners(PooledConvolution pooled) {
    Convolution conv = pooled.convolution;
    Pooling pool = pooled.pooling;
    int[] corners = new int[pool.outputSize()];
    for (int i = 0; i < corners.length; i++) {
      int row = i / pool.outputWidth() * pool.rows.stride() * conv.rows.stride();
      int column = i % pool.outputWidth() * pool.columns.stride() * conv.columns.stride();
      corners[i] = row * rowSize(conv) + column * conv.inputChannels;
    }
    return corners;
  }

  /** Where {@code rows} rows of {@code vectors} vectors lie that are {@code row} apart. */
  private static int[] offsets(int rows, int row, int vectors, int lanes) {
    int[] offsets = new int[rows * vectors];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = i / vectors * row + i % vectors * lanes;
    }
    return offsets;
  }
}
