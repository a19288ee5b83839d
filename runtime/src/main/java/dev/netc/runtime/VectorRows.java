package dev.netc.runtime;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Moves rows of images between an array and planes of a {@link PhaseLayout}. */
final class VectorRows {
  private static final int LANES = VectorTiles.LANES;

  /** The elements of even places, twice. */
  private static final VectorShuffle<Float> EVEN =
      VectorShuffle.fromOp(VectorTiles.SPECIES, i -> 2 * i % LANES);

  /** The elements of odd places, twice. */
  private static final VectorShuffle<Float> ODD =
      VectorShuffle.fromOp(VectorTiles.SPECIES, i -> 2 * i % LANES + 1);

  private static final VectorMask<Float> UPPER =
      VectorMask.fromLong(VectorTiles.SPECIES, -1L << LANES / 2);

  /** Whether rows of up to two vectors are copied as such: a loop of two steps takes longer. */
  private static final boolean IN_TWO = LANES == 8;

  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;

  /** For each number of lanes, the mask of the first ones. */
  private static final VectorMask<Float>[] FIRST = firstLanes();

  private VectorRows() {}

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
  private static VectorMask<Float>[] firstLanes() {
    VectorMask<Float>[] masks = new VectorMask[LANES];
    for (int count = 0; count < LANES; count++) {
      masks[count] = VectorMask.fromLong(VectorTiles.SPECIES, (1L << count) - 1);
    }
    return masks;
  }

  /**
   * Copies {@code rows} rows of {@code width} elements.
   *
   * @param fromRow how far apart they begin in {@code source}
   * @param toRow how far apart they begin in {@code target}
   */
  static void copy(
      int rows,
      int width,
      float[] source,
      int from,
      int fromRow,
      float[] target,
      int to,
      int toRow) {
    if (rows == 1 || (fromRow == width && toRow == width)) {
      System.arraycopy(source, from, target, to, rows * width);
    } else if (width < LANES) {
      for (int row = 0; row < rows; row++) {
        for (int i = 0; i < width; i++) {
          target[to + i] = source[from + i];
        }
        from += fromRow;
        to += toRow;
      }
    } else {
      for (int row = 0; row < rows; row++) {
        for (int i = 0; i <= width - LANES; i += LANES) {
          FloatVector.fromArray(VectorTiles.SPECIES, source, from + i).intoArray(target, to + i);
        }
        // What is left is part of a last whole vector.
        FloatVector.fromArray(VectorTiles.SPECIES, source, from + width - LANES)
            .intoArray(target, to + width - LANES);
        from += fromRow;
        to += toRow;
      }
    }
  }

  /** The first lanes of a vector, fewer than it has. */
  static VectorMask<Float> first(int count) {
    return FIRST[count];
  }

  /**
   * Copies rows of {@code width} elements that begin {@code fromRow} apart, one behind another.
   *
   * @param source has a vector of elements behind the last row
   * @param end up to where anything may be written behind a row, as it is written later or never
   *     read
   */
  static void pack(
      int rows, int width, float[] source, int fromRow, float[] target, int to, int end) {
    pack(rows, width, source, 0, fromRow, target, to, end);
  }

  /** The same from an element on. */
  static void pack(
      int rows,
      int width,
      float[] source,
      int fromFirst,
      int fromRow,
      float[] target,
      int to,
      int end) {
    if (IN_TWO && width >= LANES && width <= 2 * LANES) {
      int other = width - LANES;
      for (int row = 0; row < rows; row++) {
        int from = fromFirst + row * fromRow;
        int at = to + row * width;
        FloatVector.fromArray(VectorTiles.SPECIES, source, from).intoArray(target, at);
        FloatVector.fromArray(VectorTiles.SPECIES, source, from + other)
            .intoArray(target, at + other);
      }
      return;
    }
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < width; i += LANES) {
        int from = fromFirst + row * fromRow + i;
        int at = to + row * width + i;
        if (at + LANES <= end) {
          FloatVector.fromArray(VectorTiles.SPECIES, source, from).intoArray(target, at);
        } else {
          System.arraycopy(source, from, target, at, Math.min(LANES, width - i));
        }
      }
    }
  }

  /** The same for whole numbers. */
  static void pack(int rows, int width, int[] source, int fromRow, int[] target, int to, int end) {
    if (IN_TWO && width >= LANES && width <= 2 * LANES) {
      int other = width - LANES;
      for (int row = 0; row < rows; row++) {
        int from = row * fromRow;
        int at = to + row * width;
        IntVector.fromArray(INTS, source, from).intoArray(target, at);
        IntVector.fromArray(INTS, source, from + other).intoArray(target, at + other);
      }
      return;
    }
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < width; i += LANES) {
        int from = row * fromRow + i;
        int at = to + row * width + i;
        if (at + LANES <= end) {
          IntVector.fromArray(INTS, source, from).intoArray(target, at);
        } else {
          System.arraycopy(source, from, target, at, Math.min(LANES, width - i));
        }
      }
    }
  }

  /** Puts the pixels of a channel into its planes; what surrounds them there stays as it is. */
  static void split(PhaseLayout layout, float[] x, int from, float[] planes, int to) {
    split(layout, layout.plane(), x, from, planes, to);
  }

  /** The same, to planes that begin {@code step} apart. */
  static void split(PhaseLayout layout, int step, float[] x, int from, float[] planes, int to) {
    PhaseLayout.Phase[] phases = layout.phases();
    for (int i = 0; i < phases.length; ) {
      int at = to + i * step;
      if (isPair(layout, phases, i)) {
        splitPair(layout, step, phases[i], phases[i + 1], x, from, planes, at);
        i += 2;
      } else {
        split(layout, phases[i], x, from, planes, at);
        i++;
      }
    }
  }

  private static void split(
      PhaseLayout layout, PhaseLayout.Phase phase, float[] x, int from, float[] planes, int to) {
    PhaseLayout.Axis rows = phase.rows();
    PhaseLayout.Axis columns = phase.columns();
    if (phase.taps().length == 0 || phase.isEmpty()) {
      return;
    }
    int width = layout.planeWidth();
    int at = to + rows.first() * width + columns.first();
    int start = from + rows.start() * layout.imageWidth() + columns.start();
    int step = rows.stride() * layout.imageWidth();
    if (columns.stride() == 1) {
      copy(rows.count(), columns.count(), x, start, step, planes, at, width);
      return;
    }
    for (int row = 0; row < rows.count(); row++) {
      for (int i = 0; i < columns.count(); i++) {
        planes[at + i] = x[start + i * columns.stride()];
      }
      start += step;
      at += width;
    }
  }

  /** Whether this phase and the next have every second column each, of rows that are long. */
  private static boolean isPair(PhaseLayout layout, PhaseLayout.Phase[] phases, int i) {
    return layout.imageWidth() >= 2 * LANES
        && phases[i].columns().stride() == 2
        && i % 2 == 0
        && phases[i].taps().length > 0
        && phases[i + 1].taps().length > 0;
  }

  private static void splitPair(
      PhaseLayout layout,
      int step,
      PhaseLayout.Phase one,
      PhaseLayout.Phase other,
      float[] x,
      int from,
      float[] planes,
      int to) {
    PhaseLayout.Axis rows = one.rows();
    int at = to + rows.first() * layout.planeWidth();
    int atOne = at + one.columns().first();
    int atOther = at + step + other.columns().first();
    boolean ordered = one.columns().start() == 0;
    splitPairs(
        rows.count(),
        layout.imageWidth(),
        x,
        from + rows.start() * layout.imageWidth(),
        rows.stride() * layout.imageWidth(),
        planes,
        ordered ? atOne : atOther,
        ordered ? atOther : atOne,
        layout.planeWidth());
  }

  /** Puts the even and the odd elements of rows to different places. */
  private static void splitPairs(
      int rows,
      int width,
      float[] x,
      int from,
      int fromRow,
      float[] planes,
      int toEven,
      int toOdd,
      int toRow) {
    int pairs = width / 2;
    for (int row = 0; row < rows; row++) {
      int i = 0;
      for (; i <= pairs - LANES; i += LANES) {
        FloatVector low = FloatVector.fromArray(VectorTiles.SPECIES, x, from + 2 * i);
        FloatVector high = FloatVector.fromArray(VectorTiles.SPECIES, x, from + 2 * i + LANES);
        low.rearrange(EVEN).blend(high.rearrange(EVEN), UPPER).intoArray(planes, toEven + i);
        low.rearrange(ODD).blend(high.rearrange(ODD), UPPER).intoArray(planes, toOdd + i);
      }
      for (; i < pairs; i++) {
        planes[toEven + i] = x[from + 2 * i];
        planes[toOdd + i] = x[from + 2 * i + 1];
      }
      if (width % 2 > 0) {
        planes[toEven + pairs] = x[from + width - 1];
      }
      from += fromRow;
      toEven += toRow;
      toOdd += toRow;
    }
  }

  /**
   * Puts {@code count} rows of a plane's pixels, from {@code row} on, to where they come from in a
   * channel.
   *
   * @param from where the first of them lies in {@code planes}
   */
  static void join(
      PhaseLayout layout,
      PhaseLayout.Phase phase,
      int row,
      int count,
      float[] planes,
      int from,
      float[] x,
      int to) {
    PhaseLayout.Axis rows = phase.rows();
    PhaseLayout.Axis columns = phase.columns();
    int step = rows.stride() * layout.imageWidth();
    int at = to + rows.start() * layout.imageWidth() + row * step + columns.start();
    if (columns.stride() == 1) {
      copy(count, columns.count(), planes, from, layout.planeWidth(), x, at, step);
    } else {
      for (int i = 0; i < count; i++) {
        int stride = columns.stride();
        for (int column = 0; column < columns.count(); column++) {
          x[at + column * stride] = planes[from + column];
        }
        at += step;
        from += layout.planeWidth();
      }
    }
  }

  /** Puts zeros to where a plane's pixels come from in a channel. */
  static void clear(PhaseLayout layout, PhaseLayout.Phase phase, float[] x, int to) {
    PhaseLayout.Axis rows = phase.rows();
    PhaseLayout.Axis columns = phase.columns();
    int step = rows.stride() * layout.imageWidth();
    int at = to + rows.start() * layout.imageWidth() + columns.start();
    for (int row = 0; row < rows.count(); row++) {
      if (columns.stride() == 1) {
        Arrays.fill(x, at, at + columns.count(), 0);
      } else {
        for (int column = 0; column < columns.count(); column++) {
          x[at + column * columns.stride()] = 0;
        }
      }
      at += step;
    }
  }

  /** Puts the output pixels of a channel into rows as long as a plane's. */
  static void spread(PhaseLayout layout, float[] dy, int from, float[] planes, int to) {
    int width = layout.outputWidth();
    copy(layout.outputRows(), width, dy, from, width, planes, to, layout.planeWidth());
  }

  /** Puts {@code count} rows of output pixels, each as long as a plane's, one behind another. */
  static void gather(PhaseLayout layout, int count, float[] planes, int from, float[] y, int to) {
    int width = layout.outputWidth();
    copy(count, width, planes, from, layout.planeWidth(), y, to, width);
  }

  /**
   * Puts the channels of a sample into a padded image in which the channels of a pixel are
   * adjacent; what surrounds the pixels there stays as it is.
   */
  static void transpose(
      ImageLayout layout, int channels, float[] x, int from, float[] image, int to) {
    Window rows = layout.rows();
    Window columns = layout.columns();
    int plane = layout.plane();
    for (int row = 0; row < rows.size(); row++) {
      int start = from + row * columns.size();
      int at = to + ((row + rows.before()) * columns.padded() + columns.before()) * channels;
      int channel = 0;
      for (; channel + 8 <= channels; channel += 8) {
        int begin = start + channel * plane;
        transpose8(columns.size(), plane, x, begin, image, at + channel, channels);
      }
      for (; channel < channels; channel++) {
        for (int i = 0; i < columns.size(); i++) {
          image[at + channel + i * channels] = x[start + channel * plane + i];
        }
      }
    }
  }

  private static void transpose8(
      int count, int plane, float[] x, int from, float[] image, int to, int step) {
    int from1 = from + plane;
    int from2 = from1 + plane;
    int from3 = from2 + plane;
    int from4 = from3 + plane;
    int from5 = from4 + plane;
    int from6 = from5 + plane;
    int from7 = from6 + plane;
    for (int i = 0; i < count; i++) {
      image[to] = x[from + i];
      image[to + 1] = x[from1 + i];
      image[to + 2] = x[from2 + i];
      image[to + 3] = x[from3 + i];
      image[to + 4] = x[from4 + i];
      image[to + 5] = x[from5 + i];
      image[to + 6] = x[from6 + i];
      image[to + 7] = x[from7 + i];
      to += step;
    }
  }
}
