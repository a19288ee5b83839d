package dev.netc.compiler.lint;

import dev.netc.compiler.ast.Block;
import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.FunctionKind;
import dev.netc.compiler.diagnostics.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Inputs, targets, parameters, layers and values that nothing reads: elsewhere they are silent, and
 * what they own never trains. A name that starts with {@code _} is meant to be unused; so may be
 * the parts of a tuple.
 */
final class UnusedNames implements Lint {
  /** Their lines set numbers of the optimizer, which reads them. */
  private static final Set<FunctionKind> GIVE_WHAT_THEY_BIND =
      Set.of(FunctionKind.OPTIMIZER, FunctionKind.SCHEDULE);

  @Override
  public String code() {
    return "W0311";
  }

  @Override
  public String name() {
    return "unused";
  }

  @Override
  public List<Diagnostic> check(Subject subject) {
    List<Diagnostic> found = new ArrayList<>();
    for (Declaration declaration : subject.program().file().declarations()) {
      if (declaration instanceof Declaration.Network network) {
        check(network.body(), declaration, subject, found);
      } else if (declaration instanceof Declaration.Function function
          && !GIVE_WHAT_THEY_BIND.contains(function.kind())) {
        check(function.body(), declaration, subject, found);
      }
    }
    return found;
  }

  private void check(Block body, Declaration declaration, Subject subject, List<Diagnostic> found) {
    UnusedWording wording =
        new UnusedWording(code(), subject, subject.program().scope(declaration));
    UseWalk.of(body).unused().forEach(unused -> found.add(wording.diagnostic(unused)));
  }
}
