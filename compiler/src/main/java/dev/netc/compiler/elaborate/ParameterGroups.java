package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Argument;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.elaborate.Network.Parameter;
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

  private ParameterGroups() {}

  /** The groups that have members, that of all others first. */
  static List<Group> of(
      Reporter reporter, Frame frame, Statement.Optimizer statement, List<Parameter> parameters) {
    List<Parameter> rest = new ArrayList<>(parameters);
    List<Group> groups = new ArrayList<>();
    for (Statement.Optimizer.ParameterGroup written : statement.groups()) {
      List<Parameter> members = new ArrayList<>();
      for (Expression.StringLiteral glob : written.globs()) {
        Pattern pattern = pattern(glob.value());
        if (parameters.stream().noneMatch(p -> pattern.matcher(p.path()).matches())) {
          throw reporter.fail(unmatched(glob, parameters));
        }
        rest.stream().filter(p -> pattern.matcher(p.path()).matches()).forEach(members::add);
        rest.removeAll(members);
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
    if (!rest.isEmpty()) {
      groups.add(0, new Group("", List.of(), Optional.empty(), rest));
    }
    return groups;
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
