package dev.netc.compiler.scan;

import dev.netc.compiler.ir.Contract;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Scan;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What the rounds of a scan need for what is read of its results, and for what. */
final class Needs {
  private final Scan op;
  private final List<Value> inputs;
  private final BitSet reads;
  private final java.util.Map<Integer, List<Value>> sums = new LinkedHashMap<>();
  private final Set<Integer> carried = new TreeSet<>();
  private final Set<Value> reached = new HashSet<>();
  private final Set<Value> core = new HashSet<>();
  private final Set<Value> independent = new HashSet<>();
  private final Set<Value> computable = new HashSet<>();
  private final Set<Value> obtainable = new HashSet<>();
  private final Set<Value> products = new HashSet<>();
  private final Set<Value> costly = new HashSet<>();

  Needs(Scan op, BitSet reads) {
    this.op = op;
    this.inputs = op.body().inputs();
    this.reads = reads;
    findSums();
    findCarried();
    classify();
  }

  /** Whether somebody reads a result, see {@link ScanResults}. */
  boolean isRead(int result) {
    return reads.get(result);
  }

  /** Whether a carried value only gathers a sum. */
  boolean isSum(int carry) {
    return sums.containsKey(carry);
  }

  /** What each round adds to a carried value that only gathers a sum. */
  List<Value> addends(int carry) {
    return sums.getOrDefault(carry, List.of());
  }

  /** Whether a value is needed for what the next round gets. */
  boolean isCore(Value value) {
    return core.contains(value);
  }

  /** Whether a value does not depend on what is carried. */
  boolean isIndependent(Value value) {
    return independent.contains(value);
  }

  /** Whether a value can be computed before the scan, for all rounds at once. */
  boolean isComputable(Value value) {
    return computable.contains(value);
  }

  /**
   * Whether a value can be had for all rounds: computed before, yielded, or computed behind the
   * scan. The rounds yield one type only.
   */
  boolean isObtainable(Value value) {
    return obtainable.contains(value);
  }

  /** Whether a value is a product, or computed from one, that no next round needs. */
  boolean hasProduct(Value value) {
    return products.contains(value);
  }

  /** Whether a value is costly, or computed from such. */
  boolean isCostly(Value value) {
    return costly.contains(value);
  }

  private void findSums() {
    java.util.Map<Value, Integer> uses = new HashMap<>();
    for (Value value : op.body().values()) {
      value.operands().forEach(operand -> uses.merge(operand, 1, Integer::sum));
    }
    for (Graph.Output output : op.body().outputs()) {
      uses.merge(output.value(), 1, Integer::sum);
    }
    for (int i = 0; i < op.carries(); i++) {
      List<Value> parts = new ArrayList<>();
      addends(op.next(i), uses, parts);
      if (uses.getOrDefault(inputs.get(i), 0) == 1 && parts.remove(inputs.get(i))) {
        sums.put(i, parts);
      }
    }
  }

  private static void addends(
      Value value, java.util.Map<Value, Integer> uses, List<Value> addends) {
    boolean sum = value.op() instanceof Map map && map.function() == Elementwise.ADD;
    if (sum && uses.getOrDefault(value, 0) == 1) {
      value.operands().forEach(operand -> addends(operand, uses, addends));
    } else {
      addends.add(value);
    }
  }

  private void findCarried() {
    for (int i = 0; i < op.yields(); i++) {
      if (isRead(i)) {
        reach(op.yielded(i));
      }
    }
    for (int i = 0; i < op.carries(); i++) {
      if (isRead(op.yields() + i)) {
        if (isSum(i)) {
          addends(i).forEach(this::reach);
        } else {
          carry(i);
        }
      }
    }
    for (int carry : carried) {
      reach(op.next(carry), core, value -> {});
    }
  }

  private void carry(int carry) {
    if (carried.add(carry)) {
      reach(op.next(carry));
    }
  }

  private void reach(Value value) {
    reach(
        value,
        reached,
        found -> {
          int input = inputs.indexOf(found);
          if (input >= 0 && input < op.carries()) {
            carry(input);
          }
        });
  }

  private static void reach(Value value, Set<Value> all, Consumer<Value> found) {
    List<Value> open = new ArrayList<>(List.of(value));
    while (!open.isEmpty()) {
      Value next = open.remove(open.size() - 1);
      if (all.add(next)) {
        found.accept(next);
        open.addAll(next.operands());
      }
    }
  }

  private void classify() {
    Set<Value> carries = new HashSet<>(inputs.subList(0, op.carries()));
    for (Value value : op.body().values()) {
      List<Value> operands = value.operands();
      if (!carries.contains(value) && independent.containsAll(operands)) {
        independent.add(value);
      }
      boolean applies = AllRounds.canApply(value.op());
      boolean input = value.op() instanceof Op.Input;
      if ((input && !carries.contains(value)) || (applies && computable.containsAll(operands))) {
        computable.add(value);
      }
      if (!core.contains(value)
          && (value.op() instanceof Contract || operands.stream().anyMatch(products::contains))) {
        products.add(value);
      }
      boolean behind = applies && (Costs.isView(value.op()) || products.contains(value));
      if (value.type().element() == op.element()
          || computable.contains(value)
          || (behind && obtainable.containsAll(operands))) {
        obtainable.add(value);
      }
      if (!Costs.isCheap(value.op()) || operands.stream().anyMatch(costly::contains)) {
        costly.add(value);
      }
    }
  }
}
