package dev.netc.compiler.syntax;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.netc.compiler.ast.Doc;
import dev.netc.compiler.ast.Node;
import dev.netc.compiler.source.Span;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Optional;

/** Walks syntax trees by reflection: what holds for every node, whatever it is. */
public final class NodeChecks {
  private NodeChecks() {}

  /** Asserts that the span of each node lies in that of its parent. */
  public static void assertSpansNest(Node node) {
    for (RecordComponent component : node.getClass().getRecordComponents()) {
      assertInside(node, value(node, component));
    }
  }

  private static Object value(Node node, RecordComponent component) {
    try {
      return component.getAccessor().invoke(node);
    } catch (ReflectiveOperationException unexpected) {
      throw new LinkageError(unexpected.getMessage(), unexpected);
    }
  }

  private static void assertInside(Node parent, Object value) {
    if (value instanceof Collection<?> list) {
      list.forEach(element -> assertInside(parent, element));
    } else if (value instanceof Optional<?> optional) {
      optional.ifPresent(element -> assertInside(parent, element));
    } else if (value instanceof Node child && !(child instanceof Doc)) {
      Span outer = parent.span();
      Span inner = child.span();
      assertWithMessage("%s in %s", child, parent)
          .that(outer.start() <= inner.start() && inner.end() <= outer.end())
          .isTrue();
      assertSpansNest(child);
    }
  }

  /** The tree as text without spans: equal for trees that differ only in layout. */
  public static String structure(Node node) {
    return node.toString().replaceAll("span=[^,\\]]*:\\d+:\\d+", "");
  }
}
