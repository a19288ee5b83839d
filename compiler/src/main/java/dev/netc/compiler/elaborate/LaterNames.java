package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.AstWalker;
import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Pattern;
import dev.netc.compiler.source.Span;
import java.util.Optional;

/** Finds where a body binds a name behind the place of its use. */
final class LaterNames extends AstWalker {
  private final String name;
  private final Span use;
  private Optional<Span> found = Optional.empty();

  private LaterNames(String name, Span use) {
    this.name = name;
    this.use = use;
  }

  static Optional<Span> find(Declaration declaration, String name, Span use) {
    LaterNames names = new LaterNames(name, use);
    if (declaration instanceof Declaration.Network network) {
      names.walk(network.body());
    } else if (declaration instanceof Declaration.Function function) {
      names.walk(function.body());
    }
    return names.found;
  }

  @Override
  public Walked visitBind(Pattern.Bind bind) {
    boolean later = bind.span().file() == use.file() && bind.span().start() > use.start();
    if (found.isEmpty() && later && bind.name().equals(name)) {
      found = Optional.of(bind.span());
    }
    return Walked.DONE;
  }
}
