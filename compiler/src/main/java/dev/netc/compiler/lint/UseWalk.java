package dev.netc.compiler.lint;

import dev.netc.compiler.ast.AstWalker;
import dev.netc.compiler.ast.Block;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.Pattern;
import dev.netc.compiler.ast.ShapePattern;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Follows the lines of one body and finds what is bound and never read. Where a line may run again
 * or not at all, what it binds counts as read if anything in the body names it.
 */
final class UseWalk extends AstWalker {
  private final Map<String, Unused> pending = new LinkedHashMap<>();
  private final Map<String, Unused> inBranches = new LinkedHashMap<>();
  private final List<Unused> unused = new ArrayList<>();
  private final List<String> read = new ArrayList<>();
  private int branches;

  /**
   * Something that nothing reads.
   *
   * @param name what it is called
   * @param span where it is named
   * @param statement what binds it
   * @param rebound where the name is bound again, if that is why
   */
  record Unused(String name, Span span, Statement statement, Optional<Span> rebound) {}

  private UseWalk() {}

  static UseWalk of(Block body) {
    UseWalk walk = new UseWalk();
    walk.walk(body);
    walk.unused.addAll(walk.pending.values());
    walk.inBranches.values().stream()
        .filter(bound -> !walk.read.contains(bound.name()))
        .forEach(walk.unused::add);
    return walk;
  }

  /** What is unused, in no particular order. */
  List<Unused> unused() {
    return List.copyOf(unused);
  }

  private void read(String name) {
    read.add(name);
    pending.remove(name);
  }

  private void bind(String name, Span span, Statement statement) {
    if (name.startsWith("_")) {
      return;
    }
    Unused bound = new Unused(name, span, statement, Optional.empty());
    if (branches > 0) {
      inBranches.putIfAbsent(name, bound);
      return;
    }
    rebind(name, span);
    pending.put(name, bound);
  }

  private void rebind(String name, Span span) {
    Unused before = pending.remove(name);
    if (before != null) {
      unused.add(new Unused(name, before.span(), before.statement(), Optional.of(span)));
    }
  }

  @Override
  public Walked visitBinding(Statement.Binding binding) {
    walk(binding.value());
    if (binding.target() instanceof Pattern.Bind bind) {
      bind(bind.name(), bind.span(), binding);
    } else if (branches == 0) {
      binding.target().accept(this);
    }
    return Walked.DONE;
  }

  /** A part of a tuple, which may be unused. */
  @Override
  public Walked visitBind(Pattern.Bind bind) {
    rebind(bind.name(), bind.span());
    return Walked.DONE;
  }

  @Override
  public Walked visitPort(Statement.Port port) {
    super.visitPort(port);
    bind(port.name().text(), port.name().span(), port);
    return Walked.DONE;
  }

  @Override
  public Walked visitParam(Statement.Param param) {
    super.visitParam(param);
    bind(param.name().text(), param.name().span(), param);
    return Walked.DONE;
  }

  @Override
  public Walked visitReference(Expression.Reference reference) {
    read(reference.name());
    return Walked.DONE;
  }

  @Override
  public Walked visitNamed(ShapePattern.Dimension.Named named) {
    read(named.name());
    return Walked.DONE;
  }

  @Override
  public Walked visitUpdate(Statement.Update update) {
    super.visitUpdate(update);
    read(update.name().text());
    return Walked.DONE;
  }

  @Override
  public Walked visitOutput(Statement.Output output) {
    super.visitOutput(output);
    output.items().forEach(item -> read(item.name().text()));
    return Walked.DONE;
  }

  @Override
  public Walked visitIf(Statement.If choice) {
    branches++;
    super.visitIf(choice);
    branches--;
    return Walked.DONE;
  }

  @Override
  public Walked visitFor(Statement.For loop) {
    branches++;
    super.visitFor(loop);
    branches--;
    return Walked.DONE;
  }

  @Override
  public Walked visitScan(Expression.Scan scan) {
    branches++;
    super.visitScan(scan);
    branches--;
    return Walked.DONE;
  }
}
