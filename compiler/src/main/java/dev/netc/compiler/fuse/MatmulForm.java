package dev.netc.compiler.fuse;

import static java.util.Objects.requireNonNull;

import dev.netc.compiler.ir.Contract;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A contraction as matrix products. The last labels of the result that only one operand has are the
 * columns, as far as they are one axis in memory, those before them that only the other has are the
 * rows, and all others a batch. An operand whose summed axes do not lie one after another in memory
 * is copied, so that they do.
 */
record MatmulForm(
    Peeled peeled,
    Value contraction,
    Side rowSide,
    Side columnSide,
    List<Integer> labels,
    int rowsFrom,
    int rowsTo,
    int columnsFrom)
    implements Form {

  /**
   * An operand: where each label's step leads in memory.
   *
   * @param copied how many elements are copied for it, about
   */
  private record Side(StridedView view, Map<Integer, Dim> strides, long copied) {
    /** As the operand lies in memory already, and as it would lie in memory of its own. */
    static List<Side> of(Value operand, List<Integer> labels) {
      StridedView view = StridedView.of(operand);
      StridedView own = StridedView.ofItself(operand);
      Side taken = of(view, labels, 0);
      return view.equals(own)
          ? List.of(taken)
          : List.of(taken, of(own, labels, estimate(operand.shape().elements())));
    }

    private static Side of(StridedView view, List<Integer> labels, long copied) {
      Map<Integer, Dim> strides = new HashMap<>();
      for (int axis = 0; axis < labels.size(); axis++) {
        strides.put(labels.get(axis), view.strides().get(axis));
      }
      return new Side(view, strides, copied);
    }

    boolean has(int label) {
      return strides.containsKey(label);
    }

    Dim stride(int label) {
      return strides.getOrDefault(label, Dim.ZERO);
    }
  }

  /**
   * The form of a value, if it is a contraction that sums over something, up to reshapes and a
   * transposition.
   */
  static Optional<MatmulForm> of(Peeled peeled, Uses uses) {
    Value contraction = peeled.core();
    List<Integer> order = null;
    if (contraction.op() instanceof Move.Transpose transpose
        && contraction.operand(0).op() instanceof Contract contract
        && uses.once(contraction.operand(0))) {
      contraction = contraction.operand(0);
      order = transpose.permutation().stream().map(contract.result()::get).toList();
    }
    if (!(contraction.op() instanceof Contract contract)
        || !peeled.result().type().element().isFloating()) {
      return Optional.empty();
    }
    Map<Integer, Dim> extents = extents(contract, contraction);
    List<Integer> labels = new ArrayList<>(order == null ? contract.result() : order);
    labels.removeIf(label -> extent(extents, label).is(1));
    Matcher matcher = new Matcher(contract, extents, labels);
    Optional<MatmulForm> best = Optional.empty();
    List<Side> rightSides = Side.of(contraction.operand(1), contract.right());
    for (Side left : Side.of(contraction.operand(0), contract.left())) {
      for (Side right : rightSides) {
        Optional<MatmulForm> form =
            matcher
                .match(peeled, contraction, left, right)
                .filter(MatmulForm::isEpilogueAlongRowsOrColumns);
        if (form.isPresent() && (best.isEmpty() || form.get().copied() < best.get().copied())) {
          best = form;
        }
      }
    }
    return best;
  }

  /**
   * About how many elements are copied: of operands that are not taken as they lie, and of those
   * for the columns, which each product of a batch lays out for itself.
   */
  private long copied() {
    long products = 1;
    long columns = 1;
    Map<Integer, Dim> extents = extents((Contract) contraction.op(), contraction);
    for (int label : columnSide.strides.keySet()) {
      columns *= estimate(extent(extents, label));
    }
    for (int label : labels.subList(0, rowsFrom)) {
      products *= columnSide.has(label) ? 1 : estimate(extent(extents, label));
    }
    return rowSide.copied + columnSide.copied + products * columns;
  }

  /** A size for comparing, with a guess for what is known at run time only. */
  private static long estimate(Dim size) {
    Map<String, Long> guess = new HashMap<>();
    size.freeNames().forEach(name -> guess.put(name, 32L));
    return Math.max(0, size.evaluate(guess));
  }

  private boolean isEpilogueAlongRowsOrColumns() {
    Map<Integer, Dim> extents = extents((Contract) contraction.op(), contraction);
    Dim width = product(labels.subList(columnsFrom, labels.size()), extents);
    Dim height = product(labels.subList(rowsFrom, rowsTo), extents);
    return (rowsTo == columnsFrom && peeled.epilogue().isAlong(width, Dim.ONE))
        || peeled.epilogue().isAlong(height, rowStride(extents));
  }

  private static Map<Integer, Dim> extents(Contract contract, Value contraction) {
    Map<Integer, Dim> extents = new HashMap<>();
    for (int axis = 0; axis < contract.left().size(); axis++) {
      extents.put(contract.left().get(axis), contraction.operand(0).dim(axis));
    }
    for (int axis = 0; axis < contract.right().size(); axis++) {
      extents.put(contract.right().get(axis), contraction.operand(1).dim(axis));
    }
    return extents;
  }

  private static Dim extent(Map<Integer, Dim> extents, int label) {
    return requireNonNull(extents.get(label));
  }

  /** Looks for rows, columns and the summed labels as one axis each. */
  private record Matcher(Contract contract, Map<Integer, Dim> extents, List<Integer> labels) {
    Optional<MatmulForm> match(Peeled peeled, Value contraction, Side left, Side right) {
      List<Integer> summed = summed();
      if (summed.isEmpty() || !merges(summed, left) || !merges(summed, right)) {
        return Optional.empty();
      }
      int end = labels.size();
      boolean columnsOnLeft =
          end > 0 && left.has(labels.get(end - 1)) && !right.has(labels.get(end - 1));
      Side columnSide = columnsOnLeft ? left : right;
      Side rowSide = columnsOnLeft ? right : left;
      int columnsFrom = run(end, columnSide, rowSide);
      int rowsTo = columnsFrom;
      while (rowsTo > 0 && isOf(labels.get(rowsTo - 1), columnSide, rowSide)) {
        rowsTo--;
      }
      int rowsFrom = run(rowsTo, rowSide, columnSide);
      if (rowsFrom == rowsTo && peeled.epilogue().isNone()) {
        // Rows with something of the batch between them and the columns, such as heads of
        // attention.
        while (rowsTo > 0 && columnSide.has(labels.get(rowsTo - 1))) {
          rowsTo--;
        }
        rowsFrom = run(rowsTo, rowSide, columnSide);
      }
      if (rowsFrom == rowsTo) {
        rowsTo = columnsFrom;
        rowsFrom = columnsFrom;
      }
      return Optional.of(
          new MatmulForm(
              peeled, contraction, rowSide, columnSide, labels, rowsFrom, rowsTo, columnsFrom));
    }

    private static boolean isOf(int label, Side with, Side without) {
      return with.has(label) && !without.has(label);
    }

    private List<Integer> summed() {
      return contract.left().stream()
          .filter(label -> !contract.result().contains(label) && !extent(extents, label).is(1))
          .toList();
    }

    /**
     * The start of the longest run of labels before {@code end} that only one side has, and that
     * are one axis there.
     */
    private int run(int end, Side with, Side without) {
      int from = end;
      while (from > 0
          && isOf(labels.get(from - 1), with, without)
          && merges(labels.subList(from - 1, end), with)) {
        from--;
      }
      return from;
    }

    /** Whether stepping through all positions of the labels is one walk with equal steps. */
    private boolean merges(List<Integer> run, Side side) {
      for (int i = 0; i + 1 < run.size(); i++) {
        Dim inner = side.stride(run.get(i + 1)).times(extent(extents, run.get(i + 1)));
        if (!side.stride(run.get(i)).equals(inner)) {
          return false;
        }
      }
      return true;
    }
  }

  @Override
  public List<Value> needs() {
    return Epilogue.reads(List.of(rowSide.view.base(), columnSide.view.base()), peeled.epilogue());
  }

  @Override
  public List<Value> takes() {
    return List.of();
  }

  @Override
  public Set<Value> absorbs() {
    Set<Value> absorbed = new HashSet<>(peeled.around());
    absorbed.add(contraction);
    absorbed.remove(peeled.result());
    return absorbed;
  }

  @Override
  public Kernel.Matmul build(Set<Value> stored) {
    Contract contract = (Contract) contraction.op();
    Map<Integer, Dim> extents = extents(contract, contraction);
    Map<Integer, Dim> strides = resultStrides(extents);
    List<Axis> batch = new ArrayList<>();
    Index left = Index.of(rowSide.view.start());
    Index right = Index.of(columnSide.view.start());
    Index target = Index.ZERO;
    List<Integer> batches = new ArrayList<>(labels.subList(0, rowsFrom));
    batches.addAll(labels.subList(rowsTo, columnsFrom));
    for (int label : batches) {
      Axis axis = new Axis(batch.size(), extent(extents, label));
      batch.add(axis);
      left = left.plus(Index.of(axis).times(rowSide.stride(label)));
      right = right.plus(Index.of(axis).times(columnSide.stride(label)));
      target = target.plus(Index.of(axis).times(requireNonNull(strides.get(label))));
    }
    List<Integer> rows = labels.subList(rowsFrom, rowsTo);
    List<Integer> columns = labels.subList(columnsFrom, labels.size());
    List<Integer> summed =
        contract.left().stream()
            .filter(label -> !contract.result().contains(label) && !extent(extents, label).is(1))
            .toList();
    Dim width = product(columns, extents);
    return new Kernel.Matmul(
        batch,
        product(rows, extents),
        width,
        product(summed, extents),
        new Kernel.Matrix(rowSide.view.base(), left, step(rows, rowSide), step(summed, rowSide)),
        new Kernel.Matrix(
            columnSide.view.base(), right, step(summed, columnSide), step(columns, columnSide)),
        new Kernel.Matrix(peeled.result(), target, rowStride(extents), Dim.ONE),
        peeled.mode(),
        peeled.epilogue());
  }

  /** How far apart the rows of the result lie. */
  private Dim rowStride(Map<Integer, Dim> extents) {
    return product(labels.subList(rowsTo, labels.size()), extents);
  }

  private Map<Integer, Dim> resultStrides(Map<Integer, Dim> extents) {
    Map<Integer, Dim> strides = new HashMap<>();
    Dim stride = Dim.ONE;
    for (int i = labels.size() - 1; i >= 0; i--) {
      strides.put(labels.get(i), stride);
      stride = stride.times(extent(extents, labels.get(i)));
    }
    return strides;
  }

  private static Dim product(List<Integer> labels, Map<Integer, Dim> extents) {
    return labels.stream().map(label -> extent(extents, label)).reduce(Dim.ONE, Dim::times);
  }

  private static Dim step(List<Integer> labels, Side side) {
    return labels.isEmpty() ? Dim.ONE : side.stride(labels.get(labels.size() - 1));
  }
}
