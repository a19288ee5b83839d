package dev.netc.compiler.ir;

import dev.netc.compiler.testing.RandomTensors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Random well-typed graphs over all ops, for comparing what should be equal. The free size is
 * {@code N}; elements stay moderate, and away from where functions are not defined.
 */
public final class RandomGraphs {
  private static final Dim N = Dim.free("N");
  private static final long MOST_ELEMENTS = 2_000;
  private static final Map SINE = new Map(Elementwise.SIN);

  private final Random random;
  private final GraphBuilder b = new GraphBuilder();
  private final List<Value> pool = new ArrayList<>();
  private final Value key = b.input(Op.Role.RANDOM, "key", dev.netc.compiler.ir.Random.KEY);

  private RandomGraphs(long seed) {
    random = new Random(seed);
  }

  /** The graph of a seed, of some {@code steps} ops and of outputs {@code y0}, {@code y1}, …. */
  public static Graph graph(long seed, int steps) {
    RandomGraphs graphs = new RandomGraphs(seed);
    graphs.inputs();
    for (int i = 0; i < steps; i++) {
      graphs.step().filter(RandomGraphs::small).ifPresent(graphs.pool::add);
    }
    List<Graph.Output> outputs = new ArrayList<>();
    int from = Math.max(0, graphs.pool.size() - 6);
    for (Value value : graphs.pool.subList(from, graphs.pool.size())) {
      outputs.add(new Graph.Output(Graph.Result.OUTPUT, "y" + outputs.size(), value));
    }
    return graphs.b.build(outputs);
  }

  /**
   * Elements for the inputs of a graph: multiples of 1/16 between -2 and 2, whole numbers, or
   * truths.
   */
  public static java.util.Map<Interpreter.Key, DoubleTensor> elements(
      Graph graph, long seed, java.util.Map<String, Long> sizes) {
    Random random = new Random(seed);
    java.util.Map<Interpreter.Key, DoubleTensor> elements = new HashMap<>();
    for (Value value : graph.inputs()) {
      Op.Input input = (Op.Input) value.op();
      int[] shape = value.shape().evaluate(sizes);
      DoubleTensor tensor =
          switch (input.type().element()) {
            case FLOAT, DOUBLE -> sixteenths(RandomTensors.integers(random, shape, -32, 33));
            case INT -> RandomTensors.integers(random, shape, -4, 5);
            case BOOL -> RandomTensors.integers(random, shape, 0, 2);
          };
      elements.put(new Interpreter.Key(input.role(), input.name()), tensor);
    }
    return elements;
  }

  private static DoubleTensor sixteenths(DoubleTensor whole) {
    double[] elements = whole.data().clone();
    for (int i = 0; i < elements.length; i++) {
      elements[i] /= 16;
    }
    return DoubleTensor.of(whole.shape(), elements);
  }

  private void inputs() {
    for (Shape shape :
        List.of(Shape.of(N, Dim.of(3)), Shape.of(3), Shape.of(2, 3, 4), Shape.of(N, Dim.of(4)))) {
      pool.add(input(ElementType.FLOAT, shape));
    }
    pool.add(input(ElementType.INT, Shape.of(N, Dim.of(3))));
    pool.add(input(ElementType.BOOL, Shape.of(3)));
    pool.add(input(ElementType.FLOAT, Shape.SCALAR));
  }

  private Value input(ElementType element, Shape shape) {
    String name = "x" + pool.size();
    b.at(new Value.Origin(name, Optional.empty()));
    Value input = b.input(Op.Role.INPUT, name, new TensorType(element, shape));
    b.at(Value.Origin.NONE);
    return input;
  }

  private static boolean small(Value value) {
    Dim elements = value.shape().elements();
    return elements.evaluate(java.util.Map.of("N", 7L)) <= MOST_ELEMENTS && value.rank() <= 5;
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private Value any() {
    return pick(pool);
  }

  private Optional<Value> any(Predicate<Value> property) {
    List<Value> fitting = pool.stream().filter(property).toList();
    return fitting.isEmpty() ? Optional.empty() : Optional.of(pick(fitting));
  }

  private Optional<Value> anyRanked(int least) {
    return any(value -> value.rank() >= least);
  }

  private Value floating() {
    return any(value -> value.type().element().isFloating()).orElseThrow();
  }

  private boolean chance() {
    return random.nextBoolean();
  }

  private Optional<Value> step() {
    return switch (random.nextInt(19)) {
      case 0, 1, 2, 3 -> Optional.of(elementwise());
      case 4 -> Optional.of(cast());
      case 5 -> anyRanked(1).filter(RandomGraphs::isNumeric).map(this::reduce);
      case 6 -> anyRanked(1).filter(RandomGraphs::isNumeric).map(this::argReduce);
      case 7 -> contract();
      case 8 -> Optional.of(reshape(any()));
      case 9 -> anyRanked(2).map(this::transpose);
      case 10 -> Optional.of(broadcast(any()));
      case 11 -> anyRanked(1).map(this::slice);
      case 12 -> anyRanked(1).map(this::pad);
      case 13 -> anyRanked(1).map(x -> b.flip(x, List.of(axis(x))));
      case 14 -> anyRanked(1).map(this::concat);
      case 15 -> anyRanked(1).filter(RandomGraphs::isNumeric).flatMap(this::window);
      case 16 -> anyRanked(1).filter(RandomGraphs::isNumeric).map(this::index);
      case 17 -> scan();
      default -> Optional.of(b.random(floating().type(), random.nextInt(3), key));
    };
  }

  private static boolean isNumeric(Value value) {
    return value.type().element().isNumeric();
  }

  private int axis(Value x) {
    return random.nextInt(x.rank());
  }

  /** Brought back between -1 and 1, so that nothing grows without bound. */
  private Value tamed(Value x) {
    return x.type().element().isFloating() ? b.add(SINE, List.of(x)) : remainder(x);
  }

  private Value remainder(Value x) {
    return b.map(Elementwise.REM, x, b.like(x, 5));
  }

  private Value elementwise() {
    Elementwise function = pick(List.of(Elementwise.values()));
    Value x = floating();
    return switch (function) {
      case NEG, ABS, SIGN, FLOOR, CEIL, ROUND, SIN, COS, TANH, SIGMOID, ERF, STOP_GRADIENT ->
          b.map(function, x);
      case EXP, EXPM1 -> b.map(function, tamed(x));
      case LOG, LOG1P, SQRT -> b.map(function, positive(x));
      case NOT -> b.map(function, condition(any()));
      case ADD, SUB, MAX, MIN, EQ, NE, LT, LE -> {
        Value any = any(RandomGraphs::isNumeric).orElseThrow();
        yield b.map(function, any, partner(any));
      }
      case MUL -> {
        Value any = any(RandomGraphs::isNumeric).orElseThrow();
        yield tamed(b.mul(any, partner(any)));
      }
      case DIV, REM -> b.map(function, x, positive(partner(x)));
      case POW -> b.map(function, positive(x), chance() ? b.like(x, 2) : tamed(partner(x)));
      case AND, OR -> {
        Value condition = condition(any());
        yield b.map(function, condition, condition(partner(condition)));
      }
      case WHERE -> {
        Value any = any();
        Value condition =
            any(value -> value.type().equals(any.type().withElement(ElementType.BOOL)))
                .orElseGet(() -> condition(any));
        yield b.where(condition, any, partner(any));
      }
    };
  }

  private Value positive(Value x) {
    Value size = b.map(Elementwise.ABS, x);
    return b.add(size, b.like(size, 0.5));
  }

  private Value condition(Value x) {
    return x.type().element() == ElementType.BOOL ? x : b.map(Elementwise.LE, x, partner(x));
  }

  /** A value of the same type: another one, the same, or a constant. */
  private Value partner(Value x) {
    List<Double> constants = List.of(0.0, 1.0, 2.0, -1.0, 4.0);
    return switch (random.nextInt(3)) {
      case 0 -> b.like(x, pick(isNumeric(x) ? constants : constants.subList(0, 2)));
      default -> any(value -> value.type().equals(x.type())).orElse(x);
    };
  }

  private Value cast() {
    Value x = any();
    return b.cast(x, pick(List.of(ElementType.values())));
  }

  private Value reduce(Value x) {
    List<Integer> axes = Axes.range(x.rank()).stream().filter(axis -> chance()).toList();
    return tamed(b.reduce(pick(List.of(Reduce.Kind.values())), x, axes));
  }

  private Value argReduce(Value x) {
    return b.argReduce(pick(List.of(ArgReduce.Kind.values())), x, axis(x));
  }

  /** Over the first axis that two values share; the others are all in the result. */
  private Optional<Value> contract() {
    Value x = floating();
    return any(value -> value.type().element() == x.type().element() && value.rank() > 0)
        .filter(y -> x.rank() > 0 && x.dim(0).equals(y.dim(0)))
        .map(
            y -> {
              List<Integer> left = Axes.range(x.rank());
              List<Integer> right = new ArrayList<>(Axes.range(x.rank(), x.rank() + y.rank()));
              right.set(0, 0);
              List<Integer> result = new ArrayList<>(left.subList(chance() ? 1 : 0, x.rank()));
              result.addAll(right.subList(1, y.rank()));
              return tamed(b.contract(x, left, y, right, result));
            });
  }

  private Value reshape(Value x) {
    List<Dim> dims = new ArrayList<>(x.shape().dims());
    if (dims.size() >= 2 && chance()) {
      int axis = random.nextInt(dims.size() - 1);
      dims.set(axis, dims.get(axis).times(dims.remove(axis + 1)));
    } else {
      dims.add(random.nextInt(dims.size() + 1), Dim.ONE);
    }
    return b.reshape(x, new Shape(dims));
  }

  private Value transpose(Value x) {
    List<Integer> order = new ArrayList<>(Axes.range(x.rank()));
    java.util.Collections.shuffle(order, random);
    return b.transpose(x, order);
  }

  private Value broadcast(Value x) {
    List<Dim> dims = new ArrayList<>(x.shape().dims());
    int axis = random.nextInt(dims.size() + 1);
    dims.add(axis, chance() ? N : Dim.of(2));
    return b.broadcast(x, new Shape(dims), Axes.others(dims.size(), List.of(axis)));
  }

  private Value slice(Value x) {
    List<Dim> starts = new ArrayList<>();
    List<Dim> limits = new ArrayList<>();
    List<Long> strides = new ArrayList<>();
    for (Dim dim : x.shape().dims()) {
      boolean shorter = dim.isAtLeast(2) && chance();
      starts.add(Dim.of(shorter ? 1 : 0));
      limits.add(dim);
      strides.add(chance() ? 1L : 2L);
    }
    return b.slice(x, starts, limits, strides);
  }

  private Value pad(Value x) {
    double value = x.type().element().isFloating() ? pick(List.of(0.0, 1.0, 0.5)) : 1;
    return b.pad(x, small(x.rank(), 3), small(x.rank(), 2), small(x.rank(), 3), value);
  }

  private List<Long> small(int count, int bound) {
    return IntStream.range(0, count).mapToObj(i -> (long) random.nextInt(bound)).toList();
  }

  private Value concat(Value x) {
    Value other = any(value -> value.type().equals(x.type())).orElse(x);
    return b.concat(chance() ? List.of(x, other) : List.of(other, partner(x), x), axis(x));
  }

  private Optional<Value> window(Value x) {
    List<Integer> axes =
        Axes.range(x.rank()).stream().filter(axis -> x.dim(axis).isAtLeast(3)).limit(2).toList();
    if (axes.isEmpty()) {
      return Optional.empty();
    }
    Move.Window window =
        new Move.Window(
            axes,
            axes.stream().map(axis -> 2L).toList(),
            axes.stream().map(axis -> chance() ? 1L : 2L).toList(),
            axes.stream().map(axis -> chance() ? 1L : 2L).toList());
    Value windows = b.window(x, window);
    List<Dim> extents = axes.stream().map(x::dim).toList();
    return Optional.of(chance() ? windows : tamed(b.overlapAdd(windows, window, extents)));
  }

  /** Through the first axis of two values; one carried value takes the place of the other. */
  private Optional<Value> scan() {
    Value x = floating();
    if (x.rank() == 0) {
      return Optional.empty();
    }
    ScanBuilder scan = new ScanBuilder(b);
    TensorType each = x.type().withShape(x.shape().without(List.of(0)));
    Value item = scan.item(x);
    Value sum = scan.carry(b.full(each, 0));
    Value old = scan.carry(b.full(each, 1));
    Value outside = any(value -> value.type().equals(each)).orElse(b.full(each, 2));
    Value next = tamed(b.add(b.mul(sum, outside), item));
    Value made =
        scan.finish(
            List.of(next, sum),
            chance() ? List.of(old, b.sub(next, old)) : List.of(),
            pick(List.of(Scan.Direction.values())));
    Scan op = (Scan) made.op();
    return Optional.of(
        chance() && op.yields() > 0
            ? ScanBuilder.stacked(b, made, 1)
            : ScanBuilder.last(b, made, chance() ? 0 : 1));
  }

  private Value index(Value x) {
    int axis = axis(x);
    TensorType type = x.type().withElement(ElementType.INT);
    Value count = b.iota(type, axis);
    Value half = b.map(Elementwise.DIV, count, b.like(count, 2));
    return chance()
        ? b.gather(x, half, axis)
        : tamed(b.scatterAdd(b.mul(x, sizes(x)), half, axis, x.dim(axis)));
  }

  private Value sizes(Value x) {
    return b.broadcastTo(b.sizeOf(x.type().element(), N), x.shape());
  }
}
