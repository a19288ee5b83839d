package dev.netc.runtime;

import java.util.Arrays;

/**
 * A padded image cut into phases, so that every convolution becomes one with stride 1.
 *
 * <p>With stride s, the pixels that a weight meets are s apart. Pixels whose positions leave the
 * same remainder are put into a plane of their own: there they are neighbours. Rows of a plane
 * follow each other without a gap, so a run of output pixels is a run of input pixels for each
 * weight, across the ends of rows; the few positions between the last window of a row and the next
 * row are computed too and thrown away.
 *
 * <p>Planes of a channel: {@code [stride of rows, stride of columns, planeHeight, planeWidth]}.
 */
final class PhaseLayout {
  private final Window rows;
  private final Window columns;
  private final int[] offsets;
  private final int[] pixels;
  private final Phase[] phases;

  /** The weights that meet one phase. */
  static final class Phase {
    private final int row;
    private final int column;
    private final int[] taps;
    private final int[] offsets;

    private Phase(int row, int column, int[] taps, int[] offsets) {
      this.row = row;
      this.column = column;
      this.taps = taps;
      this.offsets = offsets;
    }

    /** The row of the padded image that its plane begins with. */
    int row() {
      return row;
    }

    /** The column of the padded image that its plane begins with. */
    int column() {
      return column;
    }

    /** The positions of its weights in the window of a channel, ascending. Not a copy. */
    int[] taps() {
      return taps;
    }

    /** The distance of their pixels from the first of the plane's window. Not a copy. */
    int[] offsets() {
      return offsets;
    }
  }

  PhaseLayout(ImageLayout image, int channels) {
    this.rows = image.rows();
    this.columns = image.columns();
    this.phases = phases(rows, columns);
    this.offsets = offsets(channels);
    this.pixels = new int[rows.positions() * columns.positions()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i / columns.positions() * planeWidth() + i % columns.positions();
    }
  }

  private static Phase[] phases(Window rows, Window columns) {
    int width = ceil(columns.padded(), columns.stride());
    Phase[] phases = new Phase[rows.stride() * columns.stride()];
    for (int phase = 0; phase < phases.length; phase++) {
      int row = phase / columns.stride();
      int column = phase % columns.stride();
      int[] taps = new int[rows.taps() * columns.taps()];
      int[] offsets = new int[taps.length];
      int count = 0;
      for (int tap = 0; tap < taps.length; tap++) {
        int y = tap / columns.taps() * rows.dilation();
        int x = tap % columns.taps() * columns.dilation();
        if (y % rows.stride() == row && x % columns.stride() == column) {
          taps[count] = tap;
          offsets[count] = y / rows.stride() * width + x / columns.stride();
          count++;
        }
      }
      phases[phase] =
          new Phase(row, column, Arrays.copyOf(taps, count), Arrays.copyOf(offsets, count));
    }
    return phases;
  }

  private int[] offsets(int channels) {
    int taps = rows.taps() * columns.taps();
    int[] all = new int[channels * taps];
    for (int phase = 0; phase < phases.length; phase++) {
      for (int i = 0; i < phases[phase].taps().length; i++) {
        int offset = phase * plane() + phases[phase].offsets()[i];
        for (int channel = 0; channel < channels; channel++) {
          all[channel * taps + phases[phase].taps()[i]] = channel * channelSize() + offset;
        }
      }
    }
    return all;
  }

  private static int ceil(int size, int divisor) {
    return (size + divisor - 1) / divisor;
  }

  int planeHeight() {
    return ceil(rows.padded(), rows.stride());
  }

  int planeWidth() {
    return ceil(columns.padded(), columns.stride());
  }

  /** The pixels of a plane. */
  int plane() {
    return planeHeight() * planeWidth();
  }

  /** The pixels of all planes of a channel. */
  int channelSize() {
    return phases.length * plane();
  }

  /** One for each plane of a channel, in their order. Not a copy: kernels read it. */
  Phase[] phases() {
    return phases;
  }

  /**
   * For each weight of an output channel, where its pixel lies for the first window, from the
   * group's first channel on. Not a copy: kernels read it.
   */
  int[] offsets() {
    return offsets;
  }

  /** For each output pixel, how far its window lies from the first one. Not a copy. */
  int[] pixels() {
    return pixels;
  }

  /** Puts the pixels of a channel into planes, with zeros as padding. */
  void split(float[] x, int from, float[] planes, int to) {
    if (phases.length == 1 && plane() == rows.size() * columns.size()) {
      System.arraycopy(x, from, planes, to, channelSize());
      return;
    }
    Arrays.fill(planes, to, to + channelSize(), 0);
    int stride = columns.stride();
    int phaseRow = stride * plane();
    for (int row = 0; row < rows.size(); row++) {
      int y = row + rows.before();
      int start = to + y % rows.stride() * phaseRow + y / rows.stride() * planeWidth();
      if (stride == 1) {
        System.arraycopy(x, from, planes, start + columns.before(), columns.size());
      } else {
        for (int phase = 0; phase < stride; phase++) {
          // The first column whose padded position has this remainder.
          int first = Math.floorMod(phase - columns.before(), stride);
          int at = start + phase * plane() + (first + columns.before()) / stride;
          for (int column = first; column < columns.size(); column += stride) {
            planes[at++] = x[from + column];
          }
        }
      }
      from += columns.size();
    }
  }

  /** Puts rows [rowFrom, rowTo) of a phase's plane back to where they come from in a channel. */
  void join(int phase, int rowFrom, int rowTo, float[] plane, int from, float[] x, int to) {
    int stride = columns.stride();
    int first = Math.floorMod(phases[phase].column() - columns.before(), stride);
    int skipped = (first + columns.before()) / stride;
    for (int row = rowFrom; row < rowTo; row++) {
      int y = row * rows.stride() + phases[phase].row() - rows.before();
      if (y >= 0 && y < rows.size()) {
        int at = from + (row - rowFrom) * planeWidth() + skipped;
        int start = to + y * columns.size();
        if (stride == 1) {
          System.arraycopy(plane, at, x, start, columns.size());
        } else {
          for (int column = first; column < columns.size(); column += stride) {
            x[start + column] = plane[at++];
          }
        }
      }
    }
  }

  /** Puts the output pixels of a channel into rows that are as long as a plane's, zeros between. */
  void spread(float[] dy, int from, float[] planes, int to) {
    int width = columns.positions();
    if (width == planeWidth()) {
      System.arraycopy(dy, from, planes, to, pixels.length);
      Arrays.fill(planes, to + pixels.length, to + plane(), 0);
      return;
    }
    int at = to;
    for (int row = 0; row < rows.positions(); row++) {
      System.arraycopy(dy, from + row * width, planes, at, width);
      Arrays.fill(planes, at + width, at + planeWidth(), 0);
      at += planeWidth();
    }
    Arrays.fill(planes, at, to + plane(), 0);
  }

  /** Puts rows of output pixels, each as long as a plane's, to their place in a channel. */
  void gather(int rowFrom, int rowTo, float[] planes, int from, float[] y, int to) {
    int width = columns.positions();
    if (width == planeWidth()) {
      System.arraycopy(planes, from, y, to + rowFrom * width, (rowTo - rowFrom) * width);
      return;
    }
    int at = to + rowFrom * width;
    for (int row = rowFrom; row < rowTo; row++) {
      System.arraycopy(planes, from, y, at, width);
      from += planeWidth();
      at += width;
    }
  }

  /** The rows of output pixels. */
  int outputRows() {
    return rows.positions();
  }

  /** How far apart the first and the last pixel of {@code count} rows of output lie, plus one. */
  int run(int count) {
    return (count - 1) * planeWidth() + columns.positions();
  }
}
