package dev.netc.runtime;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** Moves rows of images between an array and planes of a {@link PhaseLayout}. */
final class VectorRows {
  private static final int LANES = VectorTiles.LANES;

  private VectorRows() {}

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
    if (rows == 1 || fromRow == width && toRow == width) {
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

  /** Puts the pixels of a channel into its planes; what surrounds them there stays as it is. */
  static void split(PhaseLayout layout, float[] x, int from, float[] planes, int to) {
    PhaseLayout.Phase[] phases = layout.phases();
    int width = layout.planeWidth();
    for (int i = 0; i < phases.length; i++) {
      PhaseLayout.Axis rows = phases[i].rows();
      PhaseLayout.Axis columns = phases[i].columns();
      if (phases[i].taps().length == 0 || phases[i].isEmpty()) {
        continue;
      }
      int at = to + i * layout.plane() + rows.first() * width + columns.first();
      int start = from + rows.start() * layout.imageWidth() + columns.start();
      int step = rows.stride() * layout.imageWidth();
      if (columns.stride() == 1) {
        copy(rows.count(), columns.count(), x, start, step, planes, at, width);
      } else {
        for (int row = 0; row < rows.count(); row++) {
          int stride = columns.stride();
          for (int column = 0; column < columns.count(); column++) {
            planes[at + column] = x[start + column * stride];
          }
          at += width;
          start += step;
        }
      }
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
}
