package dev.netc.compiler.elaborate;

import dev.netc.compiler.ir.Axes;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An equation such as {@code ...chwij,ocij->...ohw} as a contraction. {@code ...} stands for the
 * same leading axes everywhere.
 */
final class Einsum {
  private static final Pattern EQUATION =
      Pattern.compile("(\\.\\.\\.)?([a-zA-Z]*),(\\.\\.\\.)?([a-zA-Z]*)->(\\.\\.\\.)?([a-zA-Z]*)");

  private Einsum() {}

  static Value apply(PrimitiveCall call, String equation, Value left, Value right) {
    Matcher matcher = EQUATION.matcher(equation.replace(" ", ""));
    if (!matcher.matches()) {
      throw fail(call, equation, "an equation has the form \"ij,jk->ik\"");
    }
    int dots =
        Math.max(
            rest(matcher.group(1), matcher.group(2), left),
            rest(matcher.group(3), matcher.group(4), right));
    List<Integer> a = labels(matcher.group(1), matcher.group(2), dots);
    List<Integer> b = labels(matcher.group(3), matcher.group(4), dots);
    List<Integer> result = labels(matcher.group(5), matcher.group(6), dots);
    call.tensors().checkProduct(call.frame(), call.span(), "a product", left, right);
    check(call, equation, left, a, right, b, result);
    Value x = sumLost(call, left, a, b, result);
    Value y = sumLost(call, right, b, a, result);
    return call.builder().contract(x, kept(a, b, result), y, kept(b, a, result), result);
  }

  private static int rest(String dots, String letters, Value value) {
    return dots == null ? 0 : value.rank() - letters.length();
  }

  private static List<Integer> labels(String dots, String letters, int rest) {
    List<Integer> labels = new ArrayList<>(dots == null ? List.of() : Axes.range(rest));
    letters.chars().forEach(letter -> labels.add(1000 + letter));
    return labels;
  }

  /** Axes of one operand that neither the other nor the result has are summed first. */
  private static Value sumLost(
      PrimitiveCall call,
      Value value,
      List<Integer> own,
      List<Integer> other,
      List<Integer> result) {
    List<Integer> lost =
        Axes.range(own.size()).stream()
            .filter(axis -> !other.contains(own.get(axis)) && !result.contains(own.get(axis)))
            .toList();
    return call.builder().sum(value, lost);
  }

  private static List<Integer> kept(List<Integer> own, List<Integer> other, List<Integer> result) {
    return own.stream().filter(label -> other.contains(label) || result.contains(label)).toList();
  }

  private static void check(
      PrimitiveCall call,
      String equation,
      Value left,
      List<Integer> a,
      Value right,
      List<Integer> b,
      List<Integer> result) {
    Map<Integer, Dim> dims = new HashMap<>();
    bind(call, equation, left.shape(), a, dims);
    bind(call, equation, right.shape(), b, dims);
    boolean known =
        dims.keySet().containsAll(result) && result.stream().distinct().count() == result.size();
    if (!known || left.type().element() != right.type().element()) {
      throw fail(call, equation, "the result's letters are those of the operands, each once");
    }
  }

  private static void bind(
      PrimitiveCall call,
      String equation,
      Shape shape,
      List<Integer> labels,
      Map<Integer, Dim> dims) {
    if (labels.size() != shape.rank() || labels.stream().distinct().count() != labels.size()) {
      throw fail(call, equation, labels.size() + " letters for a tensor of shape " + shape);
    }
    for (int axis = 0; axis < labels.size(); axis++) {
      Dim known = dims.putIfAbsent(labels.get(axis), shape.dim(axis));
      if (known != null && !known.equals(shape.dim(axis))) {
        throw fail(call, equation, "one letter stands for " + known + " and " + shape.dim(axis));
      }
    }
  }

  private static Failure fail(PrimitiveCall call, String equation, String why) {
    return call.fail("E0316", "einsum \"" + equation + "\" does not fit its operands", why);
  }
}
