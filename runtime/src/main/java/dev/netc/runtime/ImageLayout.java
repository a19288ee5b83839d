package dev.netc.runtime;

/** Where the windows of a convolution find their pixels in a padded image. */
final class ImageLayout {
  private final Window rows;
  private final Window columns;
  private final int[] offsets;

  private ImageLayout(Window rows, Window columns, int[] offsets) {
    this.rows = rows;
    this.columns = columns;
    this.offsets = offsets;
  }

  static ImageLayout of(int channels, Window rows, Window columns) {
    if (rows.isPointwise() && columns.isPointwise()) {
      // A 1x1 convolution sees no neighbours: one long row is faster than many short ones.
      return of(
          channels, Window.of(1, 1), Window.of(rows.size() * columns.size(), 1), new int[channels]);
    }
    return of(channels, rows, columns, new int[channels * rows.taps() * columns.taps()]);
  }

  private static ImageLayout of(int channels, Window rows, Window columns, int[] offsets) {
    int at = 0;
    for (int channel = 0; channel < channels; channel++) {
      for (int i = 0; i < rows.taps(); i++) {
        for (int j = 0; j < columns.taps(); j++) {
          offsets[at++] =
              (channel * rows.padded() + i * rows.dilation()) * columns.padded()
                  + j * columns.dilation();
        }
      }
    }
    return new ImageLayout(rows, columns, offsets);
  }

  /** The window along the height. */
  Window rows() {
    return rows;
  }

  /** The window along the width. */
  Window columns() {
    return columns;
  }

  /**
   * For each weight of an output channel, the distance of its pixel from the first of the window,
   * in the padded image of a group. Not a copy: kernels read it.
   */
  int[] offsets() {
    return offsets;
  }

  /** The output pixels of a channel. */
  int pixels() {
    return rows.positions() * columns.positions();
  }

  /** The pixels of a channel, without padding. */
  int plane() {
    return rows.size() * columns.size();
  }

  /** The pixels of a channel with padding. */
  int paddedPlane() {
    return rows.padded() * columns.padded();
  }

  /** True if the image needs no padding and is used where it lies. */
  boolean isBare() {
    return paddedPlane() == plane();
  }

  /** Where output pixel {@code pixel} has the first pixel of its window in the padded plane. */
  int corner(int pixel) {
    int row = pixel / columns.positions();
    int column = pixel % columns.positions();
    return row * rows.stride() * columns.padded() + column * columns.stride();
  }
}
