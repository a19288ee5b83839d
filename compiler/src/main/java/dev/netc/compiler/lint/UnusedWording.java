package dev.netc.compiler.lint;

import dev.netc.compiler.analysis.Scope;
import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.FunctionKind;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.elaborate.Network.Application;
import dev.netc.compiler.lint.UseWalk.Unused;
import dev.netc.compiler.source.Span;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Says what it means that something is unused: which kind of thing, and what never trains. */
final class UnusedWording {
  /** Lines that elsewhere are assignments. */
  private static final Set<String> LINES =
      Set.of("loss", "metric", "optimizer", "output", "schedule");

  private final String code;
  private final Subject subject;
  private final Scope scope;

  UnusedWording(String code, Subject subject, Scope scope) {
    this.code = code;
    this.subject = subject;
    this.scope = scope;
  }

  Diagnostic diagnostic(Unused unused) {
    String name = "`" + unused.name() + "`";
    if (unused.statement() instanceof Statement.Port port) {
      String kind = port.kind().name().toLowerCase(Locale.ROOT);
      return Diagnostic.warning(code, kind + " " + name + " is never used")
          .at(unused.span(), "nothing depends on it")
          .help("remove it; or allow it, if callers are to pass it: `// netc:allow " + code + "`")
          .build();
    }
    if (unused.statement() instanceof Statement.Param) {
      return finish(
          unused,
          Diagnostic.warning(code, "parameter " + name + " is never used, and would never train")
              .at(unused.span()));
    }
    Statement.Binding binding = (Statement.Binding) unused.statement();
    Optional<String> line = meantLine(unused.name(), binding);
    if (line.isPresent()) {
      return Diagnostic.warning(
              code, name + " is only a name here: the network gets no " + line.get())
          .at(unused.span(), "this line gives a value a name, and nothing uses it")
          .help(
              "leave the `=` out: `" + line.get() + " " + binding.value().span().text() + "`",
              new Edit(
                  new Span(
                      unused.span().file(), unused.span().start(), binding.value().span().start()),
                  line.get() + " "))
          .build();
    }
    if (isLayer(binding.value())) {
      return finish(
          unused,
          Diagnostic.warning(code, "layer " + name + " is never applied")
              .at(unused.span(), "it has no parameters: their sizes come from what it is given"));
    }
    return finish(
        unused,
        Diagnostic.warning(code, name + " is never used" + lost(binding))
            .at(unused.span(), unused.rebound().isPresent() ? "nothing reads this one" : ""));
  }

  private Diagnostic finish(Unused unused, Diagnostic.Builder warning) {
    unused.rebound().ifPresent(span -> warning.also(span, "the name is bound again here"));
    warning.help(
        unused.rebound().isPresent()
            ? "use it before, or remove it"
            : "use it, or remove it; a name that starts with `_` may be unused");
    if (unused.statement() instanceof Statement.Binding binding && owners(binding).isEmpty()) {
      warning.guess("remove the line: it changes nothing", Written.removal(binding));
    }
    return warning.build();
  }

  /** {@code loss = …}: the line that was meant, if the name is that of one. */
  private static Optional<String> meantLine(String name, Statement.Binding binding) {
    boolean alone = binding.span().text().startsWith(name);
    return Optional.of(name).filter(n -> alone && LINES.contains(n));
  }

  /** {@code ; the 1,290 parameters of `fc2` would never train}, if its line has any. */
  private String lost(Statement.Binding binding) {
    List<Application> owners = owners(binding);
    if (owners.isEmpty()) {
      return "";
    }
    long parameters = owners.stream().mapToLong(Application::parameters).sum();
    String names =
        owners.stream().map(owner -> "`" + owner.name() + "`").collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT, "; the %,d parameters of %s would never train", parameters, names);
  }

  /** What a line applies that has parameters. */
  private List<Application> owners(Statement.Binding binding) {
    return subject.applicationsIn(binding.value().span()).stream()
        .filter(application -> application.parameters() > 0 && application.depth() == 0)
        .toList();
  }

  /** Whether a line makes a layer, as {@code fc = Linear(10)} does. */
  private boolean isLayer(Expression value) {
    Expression callee = value instanceof Expression.Call call ? call.callee() : value;
    return value instanceof Expression.Composite
        || (callee instanceof Expression.Reference reference
            && scope
                .function(reference.name())
                .filter(function -> function.kind() == FunctionKind.LAYER)
                .map(Declaration.Function::kind)
                .isPresent()
            && !(value instanceof Expression.Call call && isApplication(call)));
  }

  /** Whether a call's first argument is what the layer is applied to: {@code Linear(x, 10)}. */
  private boolean isApplication(Expression.Call call) {
    return !subject.applicationsIn(call.span()).isEmpty();
  }
}
