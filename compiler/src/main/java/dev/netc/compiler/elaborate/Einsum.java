package dev.netc.compiler.elaborate;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.ir.Axes;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An equation such as {@code ...chwij,ocij->...ohw} as a chain of contractions, from left to right.
 * {@code ...} stands for the same leading axes everywhere. Without an arrow the result has the
 * letters that stand once, in alphabetical order. A letter that one operand has twice stands for
 * its diagonal.
 */
final class Einsum {
  private static final Pattern TERM = Pattern.compile("(\\.\\.\\.)?([a-zA-Z]*)");
  private static final String ARROW = "->";
  private static final int FIRST_LETTER = 1000;

  private final PrimitiveCall call;
  private final String equation;

  /** A tensor and a label for each of its axes. */
  private record Operand(Value value, List<Integer> labels) {}

  private Einsum(PrimitiveCall call, String equation) {
    this.call = call;
    this.equation = equation;
  }

  static Value apply(PrimitiveCall call, String equation, List<Value> operands) {
    return new Einsum(call, equation).apply(operands);
  }

  private Value apply(List<Value> values) {
    String[] sides = equation.replace(" ", "").split(ARROW, -1);
    String[] terms = sides[0].split(",", -1);
    if (sides.length > 2 || terms.length != values.size()) {
      throw fail("an equation for " + values.size() + " tensors has the form \"ij,jk->ik\"");
    }
    int dots = 0;
    for (int i = 0; i < terms.length; i++) {
      Matcher term = term(terms[i]);
      dots = Math.max(dots, term.group(1) == null ? 0 : values.get(i).rank() - letters(term));
    }
    List<List<Integer>> labels = new ArrayList<>();
    for (String term : terms) {
      labels.add(labels(term(term), dots));
    }
    List<Integer> result =
        sides.length == 2 ? labels(term(sides[1]), dots) : standingOnce(labels, dots);
    check(values, labels, result);
    List<Operand> operands = new ArrayList<>();
    for (int i = 0; i < terms.length; i++) {
      operands.add(diagonal(new Operand(values.get(i), labels.get(i))));
    }
    return contract(operands, result);
  }

  private Value contract(List<Operand> operands, List<Integer> result) {
    Operand all = operands.get(0);
    for (int i = 1; i < operands.size(); i++) {
      Operand next = operands.get(i);
      List<Integer> later =
          Stream.concat(
                  result.stream(),
                  operands.subList(i + 1, operands.size()).stream().flatMap(o -> o.labels.stream()))
              .toList();
      Operand left = without(all, next.labels, later);
      Operand right = without(next, all.labels, later);
      List<Integer> kept =
          i + 1 == operands.size()
              ? result
              : Stream.concat(left.labels.stream(), right.labels.stream())
                  .distinct()
                  .filter(later::contains)
                  .toList();
      Value product =
          call.builder().contract(left.value, left.labels, right.value, right.labels, kept);
      all = new Operand(product, kept);
    }
    Operand last = without(all, List.of(), result);
    return call.builder().transpose(last.value, result.stream().map(last.labels::indexOf).toList());
  }

  private Matcher term(String text) {
    Matcher term = TERM.matcher(text);
    if (!term.matches()) {
      throw fail("an equation has the form \"ij,jk->ik\"");
    }
    return term;
  }

  private static int letters(Matcher term) {
    return term.group(2).length();
  }

  private static List<Integer> labels(Matcher term, int dots) {
    List<Integer> labels =
        new ArrayList<>(term.group(1) == null ? List.of() : Axes.range(Math.max(0, dots)));
    term.group(2).chars().forEach(letter -> labels.add(FIRST_LETTER + letter));
    return labels;
  }

  /** The leading axes, and the letters that all operands together have once. */
  private static List<Integer> standingOnce(List<List<Integer>> labels, int dots) {
    Map<Integer, Integer> counts = new TreeMap<>();
    labels.forEach(each -> each.forEach(label -> counts.merge(label, 1, Integer::sum)));
    return counts.entrySet().stream()
        .filter(count -> count.getKey() < dots || count.getValue() == 1)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Axes that neither another operand nor what comes later has are summed first. */
  private Operand without(Operand operand, List<Integer> other, List<Integer> later) {
    List<Integer> labels = operand.labels;
    List<Integer> lost =
        Axes.range(labels.size()).stream()
            .filter(axis -> !other.contains(labels.get(axis)) && !later.contains(labels.get(axis)))
            .toList();
    List<Integer> kept =
        labels.stream().filter(label -> other.contains(label) || later.contains(label)).toList();
    return new Operand(call.builder().sum(operand.value, lost), kept);
  }

  /** An axis whose label came before is summed where both positions are the same. */
  private Operand diagonal(Operand operand) {
    for (int axis = 0; axis < operand.labels.size(); axis++) {
      int first = operand.labels.indexOf(operand.labels.get(axis));
      if (first < axis) {
        Value value = operand.value;
        TensorType places = new TensorType(ElementType.INT, value.shape());
        Value same =
            call.builder()
                .map(
                    Elementwise.EQ,
                    call.builder().iota(places, first),
                    call.builder().iota(places, axis));
        Value chosen = call.builder().where(same, value, call.builder().like(value, 0));
        List<Integer> labels = new ArrayList<>(operand.labels);
        labels.remove(axis);
        return diagonal(new Operand(call.builder().sum(chosen, List.of(axis)), labels));
      }
    }
    return operand;
  }

  private void check(List<Value> values, List<List<Integer>> labels, List<Integer> result) {
    Map<Integer, Dim> dims = new HashMap<>();
    for (int i = 0; i < values.size(); i++) {
      call.tensors()
          .checkProduct(call.frame(), call.span(), "a product", values.get(0), values.get(i));
      bind(values.get(i), labels.get(i), dims);
    }
    boolean known =
        dims.keySet().containsAll(result) && result.stream().distinct().count() == result.size();
    if (!known || values.stream().map(v -> v.type().element()).distinct().count() != 1) {
      throw fail("the result's letters are those of the operands, each once");
    }
  }

  private void bind(Value value, List<Integer> labels, Map<Integer, Dim> dims) {
    if (labels.size() != value.rank()) {
      throw fail(
          "%d letters for a tensor with %d axes, %s"
              .formatted(labels.size(), value.rank(), value.shape()));
    }
    for (int axis = 0; axis < labels.size(); axis++) {
      Dim known = dims.putIfAbsent(labels.get(axis), value.dim(axis));
      if (known != null && !known.equals(value.dim(axis))) {
        int label = labels.get(axis);
        String letter = label < FIRST_LETTER ? "`...`" : "`" + (char) (label - FIRST_LETTER) + "`";
        throw fail(
            letter + " stands for " + known + " before and for " + value.dim(axis) + " here");
      }
    }
  }

  private Failure fail(String why) {
    Diagnostic.Builder error =
        call.errorAt(
            call.get(0), "E0316", "einsum \"" + equation + "\" does not fit its operands", why);
    for (int i = 1; i < call.arguments().size(); i++) {
      if (call.get(i) instanceof Datum.Tensor tensor) {
        call.explain(error, tensor.value());
      } else if (call.get(i) instanceof Datum.Items items) {
        items.items().forEach(item -> call.explain(error, ((Datum.Tensor) item).value()));
      }
    }
    return call.fail(error);
  }
}
