package dev.netc.compiler.analysis;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.diagnostics.NearNames;
import dev.netc.compiler.source.Span;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The error for a name that nothing has, with the one that was probably meant. */
public final class UnknownNames {
  private UnknownNames() {}

  /**
   * The declaration that an unknown name surely stands for: what another framework calls it, or the
   * same letters in another case. Whoever uses the name is checked as if it had been written.
   */
  public static Optional<Declaration.Function> meant(Scope scope, String name) {
    return NearNames.same(name, scope.names()).flatMap(scope::function);
  }

  /** The error for what stands before the dot of a name that is known without it. */
  static Diagnostic prefix(Expression.Member member, Expression.Reference first) {
    Span owner = first.span();
    Span dotted = new Span(owner.file(), owner.start(), member.name().span().start());
    return Diagnostic.error("E0201", "unknown name `" + owner.text() + "`")
        .at(owner)
        .help(
            "`"
                + member.name().text()
                + "` is known by its own name: leave `"
                + dotted.text()
                + "` out",
            new Edit(dotted, ""))
        .build();
  }

  /**
   * The error for one use.
   *
   * @param local the names that are bound where the unknown one stands
   */
  public static Diagnostic diagnostic(Scope scope, String name, Span span, Iterable<String> local) {
    Set<String> candidates = new TreeSet<>(scope.names());
    local.forEach(candidates::add);
    Diagnostic.Builder error = Diagnostic.error("E0201", "unknown name `" + name + "`").at(span);
    Optional<String> near = NearNames.of(name, candidates).stream().findFirst();
    near.ifPresent(known -> error.help("did you mean `" + known + "`?", new Edit(span, known)));
    return error.build();
  }
}
