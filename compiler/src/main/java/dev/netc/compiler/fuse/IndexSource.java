package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import java.util.List;
import java.util.Optional;

/**
 * Where an index comes from, for the message about one that lies outside of its axis.
 *
 * @param user what the user calls what picks by it, such as {@code embedding}
 * @param port the input or target that it comes from; empty if it comes from none
 * @param element the row-major position in the port; empty if the index is computed from the port
 */
public record IndexSource(String user, Optional<Value> port, Optional<Index> element) {

  /**
   * @param user what picks by the index
   * @param indices what holds it, or computes it
   * @param at the place of the index there
   */
  static IndexSource of(Value user, Value indices, List<Index> at) {
    Optional<Index> element =
        element(indices, at).filter(index -> !index.contains(atom -> atom instanceof Index.Read));
    return new IndexSource(user.origin().name(), port(indices), element);
  }

  private static Optional<Value> port(Value indices) {
    Value source = indices;
    while (!(source.op() instanceof Op.Input)) {
      Optional<Value> whole = whole(source);
      if (whole.isEmpty()) {
        return Optional.empty();
      }
      source = whole.get();
    }
    return Optional.of(source).filter(IndexSource::isPort);
  }

  private static boolean isPort(Value value) {
    return value.op() instanceof Op.Input input
        && (input.role() == Op.Role.INPUT || input.role() == Op.Role.TARGET);
  }

  /** The first operand of whole numbers, which those of the result are most likely made of. */
  private static Optional<Value> whole(Value value) {
    return value.operands().stream()
        .filter(operand -> operand.type().element() == ElementType.INT)
        .findFirst();
  }

  /** Follows an element back as long as it is only moved, or chosen. */
  private static Optional<Index> element(Value value, List<Index> at) {
    Op op = value.op();
    if (isPort(value)) {
      return Optional.of(Index.linear(at, value.shape()));
    } else if (op instanceof Move.Reshape) {
      return inOrder(value.operand(0), Index.linear(at, value.shape()));
    } else if (op instanceof Move.Broadcast broadcast) {
      return element(value.operand(0), broadcast.axes().stream().map(at::get).toList());
    } else if (isChoice(op)) {
      return whole(value).flatMap(operand -> element(operand, at));
    }
    return Optional.empty();
  }

  /** The same where only the row-major position is known. */
  private static Optional<Index> inOrder(Value value, Index at) {
    if (isPort(value)) {
      return Optional.of(at);
    } else if (value.op() instanceof Move.Reshape) {
      return inOrder(value.operand(0), at);
    }
    return isChoice(value.op())
        ? whole(value).flatMap(operand -> inOrder(operand, at))
        : Optional.empty();
  }

  private static boolean isChoice(Op op) {
    return op instanceof Map map
        && (map.function() == Elementwise.WHERE || map.function() == Elementwise.STOP_GRADIENT);
  }
}
