package dev.netc.compiler.scan;

import static java.util.Objects.requireNonNull;

import dev.netc.compiler.ir.Contract;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Scan;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * Makes one product of two that a round adds: that of its state, and that of its item, which was
 * made before the scan for all rounds at once. With the two left operands side by side, and one
 * right operand under the other, {@code h u + x w} is {@code [h x] [u; w]}. So what has the size of
 * all rounds' products is neither written nor read, and the sums are longer.
 *
 * <p>Only where the weights of both stay in the second cache from round to round, as each round
 * reads them, and where the sum is as long as a kernel of the runtime takes at once.
 */
final class JoinedProducts {
  /** The most terms of a sum that the runtime keeps in registers. */
  private static final long MOST_TERMS = 256;

  /** Fewer are copied as slowly as they are multiplied. */
  private static final long FEWEST_TERMS = 32;

  /** The columns of a panel of weights, see {@link RightOperands}. */
  private static final int PANEL = 32;

  /** The weights of a round, of which half the second cache of a small machine holds as many. */
  private static final long MOST_WEIGHTS = 1 << 17;

  private final ScanRewriter.Site site;
  private final java.util.Map<Value, Integer> uses;
  private final Scan op;
  private final GraphBuilder body = new GraphBuilder();
  private final List<Value> operands;
  private final java.util.Map<Value, Value> copies = new HashMap<>();

  /** A product of a matrix, whose rows come first in the result, and a weight. */
  private record Product(Value matrix, int term, Value weight, int weightTerm) {
    Dim terms() {
      return matrix.dim(term);
    }

    Dim columns() {
      return weight.dim(1 - weightTerm);
    }

    /** The matrix, or the matrices, with terms last. */
    Value matrix(GraphBuilder b, Value given) {
      return turned(b, given, term, given.rank() - 1);
    }

    /** The weight with columns first. */
    Value weight(GraphBuilder b, Value given) {
      return turned(b, given, weightTerm, 1);
    }

    private static Value turned(GraphBuilder b, Value given, int axis, int to) {
      List<Integer> axes = new ArrayList<>();
      for (int i = 0; i < given.rank(); i++) {
        axes.add(i);
      }
      axes.add(to, axes.remove(axis));
      return b.transpose(given, axes);
    }
  }

  /** An item that is the product of another one, plus a vector perhaps. */
  private record Item(Product product, Optional<Value> shift) {}

  private JoinedProducts(ScanRewriter.Site site, java.util.Map<Value, Integer> uses) {
    this.site = site;
    this.uses = uses;
    this.op = site.op().withBody(join(site.op().body()));
    this.operands = new ArrayList<>(site.operands());
  }

  static Graph join(Graph graph) {
    java.util.Map<Value, Integer> uses = uses(graph);
    return ScanRewriter.rewrite(
        graph, site -> ScanResults.of(site.builder(), new JoinedProducts(site, uses).scan()));
  }

  private static java.util.Map<Value, Integer> uses(Graph graph) {
    java.util.Map<Value, Integer> uses = new HashMap<>();
    for (Value value : graph.values()) {
      value.operands().forEach(operand -> uses.merge(operand, 1, Integer::sum));
    }
    graph.outputs().forEach(output -> uses.merge(output.value(), 1, Integer::sum));
    return uses;
  }

  private Value scan() {
    List<Value> inputs = op.body().inputs();
    java.util.Map<Value, Integer> usesInside = uses(op.body());
    java.util.Map<Value, Join> joins = new HashMap<>();
    java.util.Map<Value, Join> items = new HashMap<>();
    for (Value value : op.body().values()) {
      join(value, usesInside)
          .ifPresent(
              join -> {
                joins.put(value, join);
                items.put(join.item, join);
              });
    }
    for (int i = 0; i < inputs.size(); i++) {
      Value input = inputs.get(i);
      Join join = items.get(input);
      body.at(input.origin());
      if (join == null) {
        copies.put(input, body.add(input.op(), List.of()));
      } else {
        Product product = join.outside.product;
        Value sequence = product.matrix(site.builder(), product.matrix);
        operands.set(i, sequence);
        copies.put(
            input,
            body.input(
                Op.Role.ITEM,
                ((Op.Input) input.op()).name(),
                sequence.type().withShape(sequence.shape().without(List.of(0)))));
      }
    }
    for (Value value : op.body().values()) {
      if (!(value.op() instanceof Op.Input)) {
        body.at(value.origin());
        Join join = joins.get(value);
        copies.put(value, join == null ? body.add(value.op(), copies(value)) : sum(join));
      }
    }
    Graph graph =
        body.build(
            op.body().outputs().stream()
                .map(out -> new Graph.Output(out.kind(), out.name(), copy(out.value())))
                .toList());
    return site.builder().add(op.withBody(graph), operands);
  }

  /** Two products that are to be one: that of the state, and that which an item is. */
  private record Join(Product inside, Value item, Item outside) {}

  private Optional<Join> join(Value sum, java.util.Map<Value, Integer> usesInside) {
    if (!isSum(sum) || sum.rank() != 2) {
      return Optional.empty();
    }
    for (int i = 0; i < 2; i++) {
      Value item = sum.operand(i);
      int input = op.body().inputs().indexOf(item);
      boolean isItem = input >= op.carries() && input < op.carries() + op.sequences();
      Value other = sum.operand(1 - i);
      if (isItem
          && usesInside.getOrDefault(item, 0) == 1
          && usesInside.getOrDefault(other, 0) == 1) {
        Optional<Product> inside = product(other).filter(product -> isGiven(product.weight));
        Optional<Item> outside = item(site.operands().get(input));
        boolean alone = isAlone(site.scan().operand(input));
        if (inside.isPresent()
            && outside.isPresent()
            && alone
            && pays(inside.get(), outside.get().product)) {
          return Optional.of(new Join(inside.get(), item, outside.get()));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isSum(Value value) {
    return value.op() instanceof Map map && map.function() == Elementwise.ADD;
  }

  private static boolean isGiven(Value value) {
    return value.op() instanceof Op.Input input && input.role() == Op.Role.GIVEN;
  }

  /** Whether nothing else reads an item's product, so that it need not be made. */
  private boolean isAlone(Value item) {
    if (uses.getOrDefault(item, 0) != 1) {
      return false;
    }
    return !isSum(item)
        || item.operands().stream()
            .filter(part -> part.op() instanceof Contract)
            .allMatch(part -> uses.getOrDefault(part, 0) == 1);
  }

  private static boolean pays(Product one, Product other) {
    if (!one.terms().isConstant() || !other.terms().isConstant() || !one.columns().isConstant()) {
      return false;
    }
    long terms = one.terms().constant() + other.terms().constant();
    long columns = one.columns().constant();
    return Math.min(one.terms().constant(), other.terms().constant()) >= FEWEST_TERMS
        && terms <= MOST_TERMS
        && columns % PANEL == 0
        && terms * columns <= MOST_WEIGHTS;
  }

  /** What the rounds' items are, of all rounds: a product, plus a vector perhaps. */
  private static Optional<Item> item(Value value) {
    if (value.rank() != 3) {
      return Optional.empty();
    }
    if (!isSum(value)) {
      return product(value).map(product -> new Item(product, Optional.empty()));
    }
    for (int i = 0; i < 2; i++) {
      if (value.operand(i).op() instanceof Move.Broadcast broadcast
          && broadcast.axes().equals(List.of(2))) {
        Value shift = value.operand(i).operand(0);
        return product(value.operand(1 - i)).map(product -> new Item(product, Optional.of(shift)));
      }
    }
    return Optional.empty();
  }

  /** A product whose columns, last in the result, are those of a matrix of weights. */
  private static Optional<Product> product(Value value) {
    if (!(value.op() instanceof Contract contract)) {
      return Optional.empty();
    }
    List<Integer> result = contract.result();
    int column = result.get(result.size() - 1);
    boolean onRight = contract.right().contains(column);
    List<Integer> labels = onRight ? contract.right() : contract.left();
    List<Integer> others = onRight ? contract.left() : contract.right();
    List<Integer> rows = new ArrayList<>(others);
    List<Integer> terms = new ArrayList<>(labels);
    terms.remove(Integer.valueOf(column));
    if (labels.size() != 2 || !rows.removeAll(terms)) {
      return Optional.empty();
    }
    if (!rows.equals(result.subList(0, result.size() - 1))) {
      return Optional.empty();
    }
    int term = terms.get(0);
    return Optional.of(
        new Product(
            value.operand(onRight ? 0 : 1),
            others.indexOf(term),
            value.operand(onRight ? 1 : 0),
            labels.indexOf(term)));
  }

  /** The sum of two products, as one. */
  private Value sum(Join join) {
    GraphBuilder outside = site.builder();
    Product state = join.inside;
    Product item = join.outside.product;
    Value left = body.concat(List.of(state.matrix(body, copy(state.matrix)), copy(join.item)), 1);
    Value weight = site.operands().get(op.body().inputs().indexOf(state.weight));
    Value right =
        outside.concat(
            List.of(state.weight(outside, weight), item.weight(outside, item.weight)), 1);
    Value product = body.contract(left, List.of(0, 2), given(right), List.of(1, 2), List.of(0, 1));
    if (join.outside.shift.isEmpty()) {
      return product;
    }
    // Laid out for all rows: a product adds a matrix to its tiles before they are written.
    Value shift = outside.broadcast(join.outside.shift.get(), product.shape(), List.of(1));
    return body.add(product, given(shift));
  }

  private Value given(Value outside) {
    operands.add(outside);
    String name = "given" + (operands.size() - op.carries() - op.sequences() - 1);
    return body.input(Op.Role.GIVEN, name, outside.type());
  }

  private List<Value> copies(Value value) {
    return value.operands().stream().map(this::copy).toList();
  }

  private Value copy(Value value) {
    return requireNonNull(copies.get(value), "operands come first");
  }
}
