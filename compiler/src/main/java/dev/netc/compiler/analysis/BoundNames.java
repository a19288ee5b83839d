package dev.netc.compiler.analysis;

import dev.netc.compiler.ast.AstWalker;
import dev.netc.compiler.ast.Block;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.Parameter;
import dev.netc.compiler.ast.Pattern;
import dev.netc.compiler.ast.ShapePattern;
import dev.netc.compiler.ast.StageBody;
import dev.netc.compiler.ast.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects the names that a body binds, in whatever branch. */
final class BoundNames extends AstWalker {
  private final Set<String> names = new HashSet<>();

  private BoundNames() {}

  static Set<String> of(List<Parameter> parameters, Block body) {
    BoundNames bound = new BoundNames();
    for (Parameter parameter : parameters) {
      bound.names.add(parameter.name().text());
      parameter.shape().ifPresent(bound::walk);
    }
    bound.walk(body);
    return bound.names;
  }

  @Override
  public Walked visitBind(Pattern.Bind bind) {
    names.add(bind.name());
    return Walked.DONE;
  }

  @Override
  public Walked visitNamed(ShapePattern.Dimension.Named named) {
    names.add(named.name());
    return Walked.DONE;
  }

  @Override
  public Walked visitPort(Statement.Port port) {
    names.add(port.name().text());
    names.addAll(SizeNames.of(port.shape()));
    return super.visitPort(port);
  }

  @Override
  public Walked visitUnreadable(Statement.Unreadable unreadable) {
    unreadable.names().forEach(name -> names.add(name.text()));
    return Walked.DONE;
  }

  @Override
  public Walked visitParam(Statement.Param param) {
    names.add(param.name().text());
    return super.visitParam(param);
  }

  @Override
  public Walked visitBuffer(Statement.Buffer buffer) {
    names.add(buffer.name().text());
    return super.visitBuffer(buffer);
  }

  @Override
  public Walked visitState(Statement.State state) {
    names.add(state.name().text());
    return super.visitState(state);
  }

  @Override
  public Walked visitFor(Statement.For loop) {
    names.add(loop.name().text());
    return super.visitFor(loop);
  }

  @Override
  public Walked visitRepeat(StageBody.Repeat repeat) {
    repeat.index().ifPresent(index -> names.add(index.text()));
    return super.visitRepeat(repeat);
  }

  @Override
  public Walked visitOutput(Statement.Output output) {
    output.items().stream()
        .filter(item -> item.value().isPresent())
        .forEach(item -> names.add(item.name().text()));
    return super.visitOutput(output);
  }

  @Override
  public Walked visitScan(Expression.Scan scan) {
    scan.sources().forEach(source -> names.add(source.name().text()));
    scan.carries().forEach(carry -> names.add(carry.name().text()));
    return super.visitScan(scan);
  }
}
