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
 *
 * <p>Backward to the image, the gradient of an output channel is spread in the same way: in rows as
 * long as a plane's, with zeros between, and {@link #margin} zeros before the first.
 */
final class PhaseLayout {
  private final Window rows;
  private final Window columns;
  private final int[] offsets;
  private final int[] pixels;
  private final Phase[] phases;
  private final int margin;

  /** A plane: the pixels of a channel that leave one remainder, and the weights that meet them. */
  static final class Phase {
    private final Axis rows;
    private final Axis columns;
    private final int[] taps;
    private final int[] offsets;
    private int[] gradients = {};

    private Phase(Axis rows, Axis columns, int[] taps, int[] offsets) {
      this.rows = rows;
      this.columns = columns;
      this.taps = taps;
      this.offsets = offsets;
    }

    /** The rows of its plane. */
    Axis rows() {
      return rows;
    }

    /** The columns of its plane. */
    Axis columns() {
      return columns;
    }

    /** True if it has no pixel, only zeros around the image. */
    boolean isEmpty() {
      return rows.count() == 0 || columns.count() == 0;
    }

    /** The positions of its weights in the window of a channel, ascending. Not a copy. */
    int[] taps() {
      return taps;
    }

    /** The distance of their pixels from the first of the plane's window. Not a copy. */
    int[] offsets() {
      return offsets;
    }

    /**
     * For each output channel of a group and each weight, in this order, where the gradients that
     * the weight carries to the plane's first position lie among the spread ones. Not a copy.
     */
    int[] gradients() {
      return gradients;
    }
  }

  /**
   * The pixels of an image's axis that one remainder has.
   *
   * @param first where the first of them lies in the plane, behind zeros
   * @param count how many there are
   * @param start where the first of them lies in the image
   * @param stride how far apart they are in the image
   */
  record Axis(int first, int count, int start, int stride) {
    static Axis of(Window window, int remainder) {
      int start = Math.floorMod(remainder - window.before(), window.stride());
      int count = Math.max(0, ceil(window.size() - start, window.stride()));
      return new Axis((start + window.before()) / window.stride(), count, start, window.stride());
    }
  }

  PhaseLayout(ImageLayout image, int inputs, int outputs) {
    this.rows = image.rows();
    this.columns = image.columns();
    this.phases = phases(rows, columns);
    this.offsets = offsets(inputs);
    this.pixels = new int[rows.positions() * columns.positions()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i / columns.positions() * planeWidth() + i % columns.positions();
    }
    this.margin =
        Arrays.stream(phases).flatMapToInt(phase -> Arrays.stream(phase.offsets)).max().orElse(0);
    for (Phase phase : phases) {
      phase.gradients = gradients(phase, outputs);
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
          new Phase(
              Axis.of(rows, row),
              Axis.of(columns, column),
              Arrays.copyOf(taps, count),
              Arrays.copyOf(offsets, count));
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

  private int[] gradients(Phase phase, int outputs) {
    int taps = phase.taps.length;
    int[] steps = new int[outputs * taps];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = i / taps * gradientSize() + margin - phase.offsets[i % taps];
    }
    return steps;
  }

  private static int ceil(int size, int divisor) {
    return Math.floorDiv(size + divisor - 1, divisor);
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

  /** True if the planes of a channel are the channel as it is. */
  boolean isBare() {
    return phases.length == 1 && plane() == rows.size() * columns.size();
  }

  /** The size of a row of the image. */
  int imageWidth() {
    return columns.size();
  }

  /** The zeros before the spread gradient of an output channel: its windows begin before it. */
  int margin() {
    return margin;
  }

  /** The size of the spread gradient of an output channel. */
  int gradientSize() {
    return margin + plane();
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

  /** The rows of output pixels. */
  int outputRows() {
    return rows.positions();
  }

  /** The size of a row of output pixels. */
  int outputWidth() {
    return columns.positions();
  }

  /** How far apart the first and the last pixel of {@code count} rows of output lie, plus one. */
  int run(int count) {
    return (count - 1) * planeWidth() + columns.positions();
  }
}
