package dev.netc.compiler.analysis;

import dev.netc.compiler.ast.AstWalker;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.ShapePattern;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The names in the sizes of an input or target, which stand for sizes of their own where they are
 * not known: {@code H} and {@code W} in {@code float[N, 3, 16 * H, W + 2]}.
 */
public final class SizeNames extends AstWalker {
  private final Set<String> names = new LinkedHashSet<>();

  private SizeNames() {}

  /** The names in a computed size. */
  public static Set<String> of(Expression size) {
    SizeNames found = new SizeNames();
    found.walk(size);
    found.names.removeAll(NameCheck.EVERYWHERE);
    return found.names;
  }

  /** The names in all computed sizes of a shape. */
  static Set<String> of(ShapePattern shape) {
    Set<String> names = new LinkedHashSet<>();
    for (ShapePattern.Dimension dimension : shape.dimensions()) {
      if (dimension instanceof ShapePattern.Dimension.Computed computed) {
        names.addAll(of(computed.size()));
      }
    }
    return names;
  }

  @Override
  public Walked visitReference(Expression.Reference reference) {
    names.add(reference.name());
    return Walked.DONE;
  }

  @Override
  public Walked visitCall(Expression.Call call) {
    walkArguments(call.arguments());
    return Walked.DONE;
  }
}
