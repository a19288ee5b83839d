package dev.netc.compiler.autodiff;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Scan;
import dev.netc.compiler.ir.ScanBuilder;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The derivative of a scan: a scan the other way, which hands on the cotangents of the carried
 * values and the sums of the cotangents of what all rounds are given.
 *
 * <p>A round needs the carried values that it started from. They are taken from the scan, if it
 * yields them; otherwise the scan is made once more.
 */
final class ScanPullback {
  private final GraphBuilder b;
  private final Value value;
  private final Scan op;
  private final Value cotangent;
  private final Predicate<Value> active;
  private Optional<Map<Integer, Value>> cotangents = Optional.empty();

  /**
   * @param active which operands have a cotangent that somebody wants
   */
  ScanPullback(GraphBuilder b, Value value, Scan op, Value cotangent, Predicate<Value> active) {
    this.b = b;
    this.value = value;
    this.op = op;
    this.cotangent = cotangent;
    this.active = active;
  }

  /** The cotangent of an operand. */
  Optional<Value> of(int operand) {
    if (cotangents.isEmpty()) {
      cotangents = Optional.of(differentiate());
    }
    return Optional.ofNullable(cotangents.get().get(operand));
  }

  private Map<Integer, Value> differentiate() {
    List<Value> starts = startsOfRounds();
    Dim rounds = value.operand(op.carries()).dim(0);
    List<Value> lasts = new ArrayList<>();
    List<Value> yields = new ArrayList<>();
    for (int i = 0; i < op.carries(); i++) {
      lasts.add(part(op.startOfLast(rounds, i), op.next(i).shape()));
    }
    for (int i = 0; i < op.yields(); i++) {
      Value each = op.yielded(i);
      Value all = part(op.start(rounds, i), each.shape().insert(0, rounds));
      yields.add(all);
    }
    List<Integer> given = activeOperands(op.carries() + op.sequences(), value.operands().size());
    List<Value> zeros = given.stream().map(i -> b.like(value.operand(i), 0)).toList();

    ScanBuilder scan = new ScanBuilder(b);
    Map<Value, Value> seeds = new LinkedHashMap<>();
    Map<Value, Value> copies = new HashMap<>();
    List<Value> inputs = op.body().inputs();
    List<Value> ofCarries = lasts.stream().map(scan::carry).toList();
    List<Value> sums = zeros.stream().map(scan::carry).toList();
    List<Value> ofYields = yields.stream().map(scan::item).toList();
    for (int i = 0; i < inputs.size(); i++) {
      copies.put(inputs.get(i), input(scan, starts, i));
    }
    List<Value> round = copyBody(copies);
    for (int i = 0; i < op.carries(); i++) {
      seeds.merge(copies.get(op.next(i)), ofCarries.get(i), b::add);
    }
    for (int i = 0; i < op.yields(); i++) {
      seeds.merge(copies.get(op.yielded(i)), ofYields.get(i), b::add);
    }
    List<Integer> sequences = activeOperands(op.carries(), op.carries() + op.sequences());
    List<Value> wanted = new ArrayList<>();
    for (int i = 0; i < op.carries(); i++) {
      wanted.add(copies.get(inputs.get(i)));
    }
    given.forEach(i -> wanted.add(copies.get(inputs.get(i))));
    sequences.forEach(i -> wanted.add(copies.get(inputs.get(i))));
    List<Optional<Value>> found =
        Differentiator.differentiate(b, new Graph(round, List.of()), seeds, wanted);

    List<Value> next = new ArrayList<>();
    for (int i = 0; i < op.carries(); i++) {
      next.add(found.get(i).orElse(b.like(wanted.get(i), 0)));
    }
    for (int i = 0; i < sums.size(); i++) {
      Value sum = sums.get(i);
      next.add(found.get(op.carries() + i).map(part -> b.add(sum, part)).orElse(sum));
    }
    List<Value> yielded = new ArrayList<>();
    for (int i = next.size(); i < found.size(); i++) {
      yielded.add(found.get(i).orElse(b.like(wanted.get(i), 0)));
    }
    Value back = scan.finish(next, yielded, op.direction().opposite());
    return results(back, given, sequences);
  }

  private Map<Integer, Value> results(Value back, List<Integer> given, List<Integer> sequences) {
    Map<Integer, Value> results = new HashMap<>();
    for (int i = 0; i < op.carries(); i++) {
      results.put(i, ScanBuilder.last(b, back, i));
    }
    for (int i = 0; i < given.size(); i++) {
      results.put(given.get(i), ScanBuilder.last(b, back, op.carries() + i));
    }
    for (int i = 0; i < sequences.size(); i++) {
      results.put(sequences.get(i), ScanBuilder.stacked(b, back, i));
    }
    return results;
  }

  /** The carried values that each round started from, stacked. */
  private List<Value> startsOfRounds() {
    List<Value> carries = op.body().inputs().subList(0, op.carries());
    List<Value> yields = new ArrayList<>();
    for (int i = 0; i < op.yields(); i++) {
      yields.add(op.yielded(i));
    }
    boolean kept = yields.containsAll(carries);
    Value source = kept ? value : b.add(op.yieldingCarries(), value.operands());
    List<Value> starts = new ArrayList<>();
    for (int i = 0; i < op.carries(); i++) {
      int yield = kept ? yields.indexOf(carries.get(i)) : op.yields() + i;
      starts.add(ScanBuilder.stacked(b, source, yield));
    }
    return starts;
  }

  /** A part of the cotangent. */
  private Value part(Dim start, Shape shape) {
    return b.reshape(b.slice(cotangent, 0, start, start.plus(shape.elements())), shape);
  }

  private List<Integer> activeOperands(int from, int to) {
    List<Integer> operands = new ArrayList<>();
    for (int i = from; i < to; i++) {
      Value operand = value.operand(i);
      if (operand.type().element().isFloating() && active.test(operand)) {
        operands.add(i);
      }
    }
    return operands;
  }

  /** What the copy of the body has for an input. */
  private Value input(ScanBuilder scan, List<Value> starts, int input) {
    if (input < op.carries()) {
      return scan.item(starts.get(input));
    }
    Value operand = value.operand(input);
    return input < op.carries() + op.sequences() ? scan.item(operand) : operand;
  }

  /** Builds the values of the body once more. */
  private List<Value> copyBody(Map<Value, Value> copies) {
    List<Value> made = new ArrayList<>();
    for (Value inner : op.body().values()) {
      if (!(inner.op() instanceof Op.Input)) {
        b.at(inner.origin());
        Value copy = b.add(inner.op(), inner.operands().stream().map(copies::get).toList());
        copies.put(inner, copy);
        made.add(copy);
      }
    }
    b.at(value.origin().cotangent());
    return made;
  }
}
