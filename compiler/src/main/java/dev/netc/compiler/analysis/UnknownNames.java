package dev.netc.compiler.analysis;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.diagnostics.NearNames;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The error for a name that nothing has, with the one that was probably meant. */
public final class UnknownNames {
  private UnknownNames() {}

  /**
   * The declaration that an unknown name surely stands for: what another framework calls it, or the
   * same letters in another case. Whoever uses the name is checked as if it had been written.
   */
  public static Optional<Declaration.Function> meant(Scope scope, String name) {
    return NearNames.same(name, scope.near(name)).flatMap(scope::function);
  }

  /**
   * The error for what stands before the dot of a name that is known without it.
   *
   * @param known the name of what is meant, here
   */
  static Diagnostic prefix(Expression.Member member, Expression.Reference first, String known) {
    Span owner = first.span();
    Span name = member.name().span();
    Span dotted = new Span(owner.file(), owner.start(), name.start());
    Span whole = new Span(owner.file(), owner.start(), name.end());
    Diagnostic.Unplaced error = Diagnostic.error("E0201", "unknown name `" + owner.text() + "`");
    return known.equals(member.name().text())
        ? error
            .at(owner)
            .help(
                "`" + known + "` is known by its own name: leave `" + dotted.text() + "` out",
                new Edit(dotted, ""))
            .build()
        : error
            .at(owner)
            .help("`" + whole.text() + "` is `" + known + "` here", new Edit(whole, known))
            .build();
  }

  /**
   * The error for one use.
   *
   * @param local the names that are bound where the unknown one stands
   */
  public static Diagnostic diagnostic(Scope scope, String name, Span span, Iterable<String> local) {
    Diagnostic.Builder error = Diagnostic.error("E0201", "unknown name `" + name + "`").at(span);
    if (ForeignWords.advise(name, span, error)) {
      return error.build();
    }
    List<String> candidates = new ArrayList<>(scope.near(name));
    local.forEach(candidates::add);
    Optional<String> near = NearNames.of(name, candidates).stream().findFirst();
    near.ifPresent(known -> error.help("did you mean `" + known + "`?", new Edit(span, known)));
    return error.build();
  }
}
