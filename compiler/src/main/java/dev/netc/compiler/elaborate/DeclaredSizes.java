package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.ShapePattern;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says more of the sizes that inputs declare: {@code 2 * H} or {@code H + 2} for {@code H}. */
public final class DeclaredSizes {
  private DeclaredSizes() {}

  /**
   * The edits that write a form for each name, wherever inputs and targets have it.
   *
   * @param network all of it
   * @param ports its inputs and targets
   * @param values what a port is
   * @param forms what to write for a name, of that name alone
   * @return empty if a name also stands elsewhere in the network, where it would mean another size
   */
  public static List<Edit> edits(
      Span network,
      List<Statement.Port> ports,
      Function<Statement.Port, Optional<Value>> values,
      Map<String, Dim> forms) {
    List<Edit> edits = new ArrayList<>();
    for (Map.Entry<String, Dim> form : forms.entrySet()) {
      int before = edits.size();
      for (Statement.Port port : ports) {
        values
            .apply(port)
            .ifPresent(value -> rewrite(port, value, form.getKey(), form.getValue(), edits));
      }
      Pattern name = Pattern.compile("\\b" + form.getKey() + "\\b");
      if (name.matcher(network.text()).results().count() != edits.size() - before) {
        return List.of();
      }
    }
    return edits;
  }

  private static void rewrite(
      Statement.Port port, Value value, String name, Dim form, List<Edit> edits) {
    List<ShapePattern.Dimension> dimensions = port.shape().dimensions();
    for (int axis = 0; axis < Math.min(dimensions.size(), value.rank()); axis++) {
      Dim dim = value.dim(axis);
      if (dim.freeNames().size() == 1 && dim.factorOf(name).isPresent()) {
        long factor = dim.factorOf(name).getAsLong();
        Dim others = dim.minus(Dim.free(name).times(factor));
        String text = form.times(factor).plus(others).toString().replace("*", " * ");
        edits.add(new Edit(dimensions.get(axis).span(), text));
      }
    }
  }

  /** {@code `H + 2` for `H`, `W + 2` for `W`}. */
  public static String words(List<Edit> edits) {
    return edits.stream()
        .map(edit -> "`" + edit.replacement() + "` for `" + edit.span().text() + "`")
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
