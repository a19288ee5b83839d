package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Argument;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.elaborate.Network.Parameter;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which parameters an optimizer treats alike: {@code { "*.bias", "norm*.weight": weight_decay=0 }}.
 * In a pattern {@code *} stands for any characters, dots included, and {@code ?} for one. A
 * parameter belongs to the first group that has a pattern for it, or to the one of all others.
 */
final class ParameterGroups {
  /**
   * Parameters with options of their own.
   *
   * @param label the patterns as written, empty for the group of all others
   * @param options what differs from the numbers of all others
   * @param optimizer the optimizer of the group's own, if it has one
   */
  record Group(
      String label,
      List<Argument> options,
      Optional<Expression.Call> optimizer,
      List<Parameter> members) {
    /** The elements of all members. */
    long elements() {
      return members.stream().mapToLong(p -> p.type().shape().elements().constant()).sum();
    }
  }

  private final Reporter reporter;
  private final Frame frame;
  private final List<Parameter> parameters;
  private final Known known;
  private final ElementType element;

  /**
   * @param frame the body of the network
   * @param element the type of parameters
   */
  ParameterGroups(
      Reporter reporter,
      Frame frame,
      List<Parameter> parameters,
      Known known,
      ElementType element) {
    this.reporter = reporter;
    this.frame = frame;
    this.parameters = parameters;
    this.known = known;
    this.element = element;
  }

  /** The groups that have members, that of all others first. */
  List<Group> of(Statement.Optimizer statement) {
    List<Parameter> rest = new ArrayList<>(parameters);
    List<Group> groups = new ArrayList<>();
    for (Statement.Optimizer.ParameterGroup written : statement.groups()) {
      List<Parameter> members = new ArrayList<>();
      for (Expression.StringLiteral glob : written.globs()) {
        Pattern pattern = pattern(glob.value());
        if (known == Known.ALL
            && parameters.stream().noneMatch(p -> pattern.matcher(p.path()).matches())) {
          throw reporter.fail(unmatched(glob, parameters));
        }
        rest.stream().filter(p -> pattern.matcher(p.path()).matches()).forEach(members::add);
        rest.removeAll(members);
      }
      if (members.isEmpty() && known == Known.SOME) {
        members.add(standIn(written.span()));
      }
      if (members.isEmpty()) {
        throw reporter.fail(
            frame,
            written.span(),
            "E0322",
            "these options reach no parameter: an earlier group has them all");
      }
      String label =
          written.globs().stream()
              .map(Expression.StringLiteral::value)
              .collect(Collectors.joining(", "));
      groups.add(new Group(label, written.options(), written.optimizer(), members));
    }
    if (rest.isEmpty() && known == Known.SOME) {
      rest.add(standIn(statement.span()));
    }
    if (!rest.isEmpty()) {
      groups.add(0, new Group("", List.of(), Optional.empty(), rest));
    }
    return groups;
  }

  /** A matrix, which suits every optimizer, for parameters that are not known. */
  private Parameter standIn(Span span) {
    return new Parameter(
        "?",
        new TensorType(element, Shape.of(Dim.ONE, Dim.ONE)),
        new Start.Drawn(Start.Distribution.UNIFORM, 0, 1),
        span);
  }

  /** What a glob stands for. */
  static Pattern pattern(String glob) {
    StringBuilder regex = new StringBuilder();
    glob.chars()
        .forEach(
            c ->
                regex.append(
                    c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c))));
    return Pattern.compile(regex.toString());
  }

  /** The error for a glob that no parameter has. */
  static Diagnostic unmatched(Expression.StringLiteral glob, List<Parameter> parameters) {
    String names =
        parameters.stream().limit(8).map(Parameter::path).collect(Collectors.joining(", "));
    return Diagnostic.error("E0322", "no parameter matches \"" + glob.value() + "\"")
        .at(glob.span())
        .note("the parameters are " + names + (parameters.size() > 8 ? ", …" : ""))
        .build();
  }
}
