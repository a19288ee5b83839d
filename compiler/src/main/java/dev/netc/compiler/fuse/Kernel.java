package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Scan;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A piece of work that fills the memory of one value or a few from that of others. */
public sealed interface Kernel {
  /** The values it computes. */
  List<Value> results();

  /** The stored values it reads, each once, in a fixed order; never one of its results. */
  List<Value> reads();

  <R> R accept(Visitor<R> visitor);

  /** Whether a kernel replaces what its result's memory holds or adds to it. */
  enum Mode {
    REPLACE,
    ADD
  }

  /** One value of a loop kernel: the element at {@code at} is {@code element}. */
  record Store(Value value, Index at, Expression element) {}

  /** How the innermost axis of a loop is run. */
  enum Style {
    /** Element by element: a plain loop, which C2 vectorises if it can. */
    ELEMENTS,
    /** A block of elements at a time, each function for all of them by a routine of the runtime. */
    BLOCKS
  }

  /**
   * For all elements: {@code result[at] = element}. The loops may be run in any order.
   *
   * @param axes outermost first
   */
  record Loop(List<Axis> axes, List<Store> stores, List<Value> reads, Style style)
      implements Kernel {
    public Loop {
      axes = List.copyOf(axes);
      stores = List.copyOf(stores);
      reads = List.copyOf(reads);
    }

    /** A plain loop. */
    public Loop(List<Axis> axes, List<Store> stores, List<Value> reads) {
      this(axes, stores, reads, Style.ELEMENTS);
    }

    @Override
    public List<Value> results() {
      return stores.size() == 1
          ? List.of(stores.get(0).value())
          : stores.stream().map(Store::value).distinct().toList();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.loop(this);
    }
  }

  /**
   * For each row: loops over its elements, and numbers that are made of all of them, one after the
   * other. What nobody else reads is kept for one row only.
   *
   * @param axes the positions of rows, outermost first
   * @param parts with these axes first, and one more if there is an element for each of the row's;
   *     where local values are concerned, positions are those within the row
   * @param locals the values that are kept for one row only
   */
  record Rows(List<Axis> axes, List<Loop> parts, Set<Value> locals) implements Kernel {
    public Rows {
      axes = List.copyOf(axes);
      parts = List.copyOf(parts);
      locals = Collections.unmodifiableSet(new LinkedHashSet<>(locals));
    }

    /** How many rows there are. */
    public Dim count() {
      return axes.stream().map(Axis::extent).reduce(Dim.ONE, Dim::times);
    }

    /** Whether an element belongs to the row where it is read. */
    boolean isInRow(Expression.Load load) {
      Shape rows = new Shape(axes.stream().map(Axis::extent).toList());
      Index row = Index.linear(ExpressionBuilder.counters(axes), rows);
      Optional<Dim> length = load.value().shape().elements().dividedExactlyBy(count());
      if (length.isEmpty()) {
        return false;
      }
      Index within = load.at().minus(row.times(length.get()));
      return within.isAtLeastZero()
          && within.isBelow(length.get())
          && !within.contains(
              atom -> !(atom instanceof Index.Counter counter) || axes.contains(counter.axis()));
    }

    /**
     * Whether of a value everything is read before it is overwritten by a result, if both lie in
     * the same memory.
     */
    public boolean mayOverwrite(Value read, Value result) {
      boolean written = false;
      for (Loop part : parts) {
        List<Index> places =
            part.stores().stream()
                .filter(store -> store.value().equals(result))
                .map(Store::at)
                .toList();
        for (Expression.Load load : loads(part, read)) {
          if (written || !(places.isEmpty() ? isInRow(load) : places.contains(load.at()))) {
            return false;
          }
        }
        written |= !places.isEmpty();
      }
      return true;
    }

    private static List<Expression.Load> loads(Loop part, Value value) {
      List<Expression.Load> found = new ArrayList<>();
      for (Store store : part.stores()) {
        Expressions.loads(
            store.element(),
            load -> {
              if (load.value().equals(value)) {
                found.add(load);
              }
            });
      }
      return found;
    }

    @Override
    public List<Value> results() {
      return computed().filter(value -> !locals.contains(value)).toList();
    }

    private Stream<Value> computed() {
      return parts.stream().flatMap(part -> part.results().stream());
    }

    @Override
    public List<Value> reads() {
      Set<Value> own = computed().collect(Collectors.toSet());
      return parts.stream()
          .flatMap(part -> part.reads().stream())
          .filter(value -> !own.contains(value))
          .distinct()
          .toList();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.rows(this);
    }
  }

  /**
   * For all elements: {@code result[at] += element}, in row-major order of the axes, after setting
   * the result to zero if the mode says so.
   *
   * @param parallel how many of the first axes are also the first axes of the result, so that they
   *     may be run in any order
   * @param block the elements of the result for each position of those axes
   */
  record Scatter(
      List<Axis> axes, int parallel, Dim block, Store store, Mode mode, List<Value> reads)
      implements Kernel {
    public Scatter {
      axes = List.copyOf(axes);
      reads = List.copyOf(reads);
    }

    @Override
    public List<Value> results() {
      return List.of(store.value());
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.scatter(this);
    }
  }

  /**
   * A matrix in the memory of a value: element {@code (i, j)} lies at {@code start + i * row + j *
   * column}.
   */
  record Matrix(Value value, Index start, Dim row, Dim column) {}

  /**
   * {@code result = left · right} for matrices of {@code rows × inner} and {@code inner × columns},
   * for each position of the batch axes. The columns of the result are adjacent.
   *
   * @param epilogue its vectors lie along the columns or along the rows; none if the mode is to add
   * @param panels how its matrices lie if not in rows
   */
  record Matmul(
      List<Axis> batch,
      Dim rows,
      Dim columns,
      Dim inner,
      Matrix left,
      Matrix right,
      Matrix result,
      Mode mode,
      Epilogue epilogue,
      Optional<Panels> panels)
      implements Kernel {
    public Matmul {
      batch = List.copyOf(batch);
    }

    /** One of matrices in rows. */
    public Matmul(
        List<Axis> batch,
        Dim rows,
        Dim columns,
        Dim inner,
        Matrix left,
        Matrix right,
        Matrix result,
        Mode mode,
        Epilogue epilogue) {
      this(batch, rows, columns, inner, left, right, result, mode, epilogue, Optional.empty());
    }

    /** The same of matrices that lie in panels. */
    Matmul in(Panels layout) {
      return new Matmul(
          batch, rows, columns, inner, left, right, result, mode, epilogue, Optional.of(layout));
    }

    /** The panels that are made of the left operand's rows, and read instead of them. */
    public Optional<Value> turned() {
      return panels.map(Panels::left).filter(value -> !value.equals(left.value()));
    }

    /** Whether the epilogue's vectors have a number for each row, and not for each column. */
    public boolean isAlongRows() {
      return !epilogue.isAlong(columns, Dim.ONE);
    }

    /**
     * The whole product of which these are the panels, without a batch but with their columns only:
     * columns lie side by side in the result, and one panel after another in the right operand.
     */
    public Optional<Matmul> ofPanels() {
      if (batch.size() != 1
          || !right.row().equals(columns)
          || !right.column().is(1)
          || epilogue.scale().isPresent()
          || epilogue.shift().isPresent()) {
        return Optional.empty();
      }
      Index panel = Index.of(batch.get(0));
      Index rightStart = right.start().minus(panel.times(inner.times(columns)));
      Index resultStart = result.start().minus(panel.times(columns));
      boolean stays =
          Stream.of(left.start(), rightStart, resultStart)
              .noneMatch(start -> start.contains(Index.Counter.class::isInstance));
      return Optional.of(
              new Matmul(
                  List.of(),
                  rows,
                  columns,
                  inner,
                  left,
                  new Matrix(right.value(), rightStart, right.row(), right.column()),
                  new Matrix(result.value(), resultStart, result.row(), result.column()),
                  mode,
                  epilogue))
          .filter(product -> stays);
    }

    @Override
    public List<Value> results() {
      return List.of(result.value());
    }

    @Override
    public List<Value> reads() {
      Stream<Value> operands = Stream.of(left.value(), right.value());
      return Epilogue.reads(Stream.concat(operands, turned().stream()).toList(), epilogue);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.matmul(this);
    }
  }

  /**
   * Lays rows of samples out in panels for {@link Matmul}s, if there are as many as panels are for.
   *
   * @param rows how many there are
   * @param columns the elements of a row
   * @param most the number of rows beyond which nothing is done
   */
  record Turn(Dim rows, Dim columns, Matrix samples, Value panels, int most) implements Kernel {
    @Override
    public List<Value> results() {
      return List.of(panels);
    }

    @Override
    public List<Value> reads() {
      return List.of(samples.value());
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.turn(this);
    }
  }

  /**
   * Products and rows for each matrix of a batch, one after the other, for a block of its rows at a
   * time. What nobody else reads is kept for one block only.
   *
   * @param rows of a matrix
   * @param columns of a matrix
   * @param parts {@link Matmul}s with this batch, which go through their rows block by block or add
   *     up blocks of rows, and {@link Rows}
   * @param locals the matrices that are kept for one block only
   * @param triangle what counts of the matrices, if not all
   */
  record Tiles(
      List<Axis> batch,
      Dim rows,
      Dim columns,
      List<Kernel> parts,
      Set<Value> locals,
      Optional<Triangle> triangle)
      implements Kernel {
    /** The elements of all local blocks together, which stay in the second cache. */
    private static final long ROOM = 1 << 18;

    private static final long FEWEST_ROWS = 32;
    private static final long MOST_ROWS = 128;

    public Tiles {
      batch = List.copyOf(batch);
      parts = List.copyOf(parts);
      locals = Collections.unmodifiableSet(new LinkedHashSet<>(locals));
    }

    /** One of whole matrices. */
    Tiles(List<Axis> batch, Dim rows, Dim columns, List<Kernel> parts, Set<Value> locals) {
      this(batch, rows, columns, parts, locals, Optional.empty());
    }

    /** The same of which a triangle counts. */
    Tiles in(Triangle part) {
      return new Tiles(batch, rows, columns, parts, locals, Optional.of(part));
    }

    /** How many rows a block has. */
    public long blockRows() {
      long fitting = ROOM / (columns.constant() * Math.max(1, locals.size())) / 8 * 8;
      return Math.min(rows.constant(), Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, fitting)));
    }

    /** Whether a product adds up rows of matrices, and does not go through them one by one. */
    public boolean addsUp(Matmul product) {
      return addsUp(product, rows, columns);
    }

    /** Whether a product makes a matrix of operands that others have made, as scores are made. */
    public boolean makes(Matmul product) {
      return computed().noneMatch(product.left().value()::equals);
    }

    static boolean addsUp(Matmul product, Dim rows, Dim columns) {
      return product.inner().equals(rows)
          && product.rows().equals(columns)
          && product.left().row().is(1)
          && product.left().column().equals(columns);
    }

    @Override
    public List<Value> results() {
      return computed().filter(value -> !locals.contains(value)).toList();
    }

    private Stream<Value> computed() {
      return parts.stream().flatMap(part -> part.results().stream());
    }

    @Override
    public List<Value> reads() {
      Set<Value> own = computed().collect(Collectors.toSet());
      return parts.stream()
          .flatMap(part -> part.reads().stream())
          .filter(value -> !own.contains(value))
          .distinct()
          .toList();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.tiles(this);
    }
  }

  /**
   * A convolution, or its gradient with respect to weights or image, for each sample. It may go
   * through a max pool at once: then what has memory is what the pool makes of it.
   *
   * @param image {@code [samples, channels, height, width]}
   * @param weights {@code [filters, channels / groups, taps, taps]}
   * @param output {@code [samples, filters, height', width']}, which are the sizes behind the pool
   *     if there is one
   * @param epilogue of a forward one; its vectors lie along the filters
   */
  record Convolution(
      Kind kind,
      Geometry geometry,
      Dim samples,
      Dense image,
      Dense weights,
      Dense output,
      Mode mode,
      Epilogue epilogue,
      Optional<MaxPool> pool)
      implements Kernel {
    /**
     * A max pool of the output.
     *
     * @param places the positions of the greatest elements in their windows, as {@code output}: a
     *     result of a forward one if somebody reads them, and an operand of gradients
     */
    public record MaxPool(Geometry.Span height, Geometry.Span width, Optional<Value> places) {}

    /** Which of the three is computed. */
    public enum Kind {
      FORWARD,
      WEIGHT_GRADIENT,
      IMAGE_GRADIENT
    }

    /** A row-major tensor in the memory of a value, from an element on. */
    public record Dense(Value value, Dim start) {}

    private Dense result() {
      return switch (kind) {
        case FORWARD -> output;
        case WEIGHT_GRADIENT -> weights;
        case IMAGE_GRADIENT -> image;
      };
    }

    /** Where the greatest elements are, if somebody wants to know. */
    public Optional<Value> places() {
      return pool.flatMap(MaxPool::places);
    }

    @Override
    public List<Value> results() {
      Stream<Value> beside = kind == Kind.FORWARD ? places().stream() : Stream.of();
      return Stream.concat(beside, Stream.of(result().value())).toList();
    }

    @Override
    public List<Value> reads() {
      Stream<Value> operands =
          Stream.of(image, weights, output)
              .filter(operand -> !operand.equals(result()))
              .map(Dense::value);
      Stream<Value> beside = kind == Kind.FORWARD ? Stream.of() : places().stream();
      return Epilogue.reads(Stream.concat(operands, beside).toList(), epilogue);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.convolution(this);
    }
  }

  /**
   * The greatest element or the sum of each window of an image, or the gradient of that with
   * respect to the image.
   *
   * @param image {@code [images, height, width]}, or its gradient
   * @param output {@code [images, height', width']}, or its gradient
   * @param places the positions of the greatest elements in their windows, as {@code output}: a
   *     result of MAX if somebody reads them, and an operand of its gradient
   */
  record Pool(
      Operation operation,
      Geometry.Span height,
      Geometry.Span width,
      Dim images,
      Convolution.Dense image,
      Convolution.Dense output,
      Optional<Value> places)
      implements Kernel {
    /** What is computed. */
    public enum Operation {
      MAX,
      MAX_GRADIENT,
      SUM,
      SUM_GRADIENT
    }

    /** Whether this is no gradient. */
    public boolean isForward() {
      return operation == Operation.MAX || operation == Operation.SUM;
    }

    @Override
    public List<Value> results() {
      return isForward()
          ? Stream.concat(places.stream(), Stream.of(output.value())).toList()
          : List.of(image.value());
    }

    @Override
    public List<Value> reads() {
      return isForward()
          ? List.of(image.value())
          : Stream.concat(Stream.of(output.value()), places.stream()).toList();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.pool(this);
    }
  }

  /**
   * A schedule that is run once for each position of some sequences.
   *
   * @param result of a {@link dev.netc.compiler.ir.Scan}
   * @param operands where the scan's operands lie
   */
  record Rounds(Value result, List<Convolution.Dense> operands, Scan scan, Schedule body)
      implements Kernel {
    public Rounds {
      operands = List.copyOf(operands);
    }

    @Override
    public List<Value> results() {
      return List.of(result);
    }

    @Override
    public List<Value> reads() {
      return operands.stream().map(Convolution.Dense::value).distinct().toList();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.rounds(this);
    }
  }

  /** One case for each kind of kernel. */
  interface Visitor<R> {
    R loop(Loop kernel);

    R rows(Rows kernel);

    R scatter(Scatter kernel);

    R matmul(Matmul kernel);

    R turn(Turn kernel);

    R tiles(Tiles kernel);

    R convolution(Convolution kernel);

    R pool(Pool kernel);

    R rounds(Rounds kernel);
  }
}
