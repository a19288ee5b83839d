package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.ElementName;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.elaborate.Network.Buffer;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.Optional;

/**
 * Declares and updates what a layer keeps but does not learn: {@code buffer running_mean: [C] = 0}.
 */
final class Buffers {
  private final Session session;
  private final Evaluator evaluator;

  Buffers(Session session, Evaluator evaluator) {
    this.session = session;
    this.evaluator = evaluator;
  }

  /** Binds the name to the buffer; where the layer is applied again, to its newest value. */
  void declare(Frame frame, Statement.Buffer statement) {
    String name = Parameters.stored(evaluator, frame, statement.name(), statement.stored());
    LayerNode layer = layer(frame, statement.span(), "buffer");
    Optional<LayerNode.Kept> known = layer.buffer(name);
    if (known.isPresent() && !layer.isApplied()) {
      throw session.reporter.fail(
          frame, statement.name().span(), "E0206", "there is a buffer `" + name + "` already");
    }
    TensorType type =
        new TensorType(
            element(statement), evaluator.fixedShape(frame, statement.shape(), "a buffer's"));
    if (known.isPresent() && !known.get().value().type().equals(type)) {
      throw session.reporter.fail(
          frame,
          statement.span(),
          "E0312",
          "`"
              + layer.path()
              + "` shares its `"
              + name
              + "` of "
              + known.get().value().shape()
              + ", which would be "
              + type.shape()
              + " here",
          "a layer that is applied twice takes inputs of the same sizes");
    }
    LayerNode.Kept kept = known.orElseGet(() -> make(frame, layer, statement, name, type));
    frame.bindBuffer(statement.name().text(), name, new Datum.Tensor(kept.value()));
  }

  private ElementType element(Statement.Buffer statement) {
    ElementType element =
        statement
            .element()
            .map(ElementName::name)
            .map(ElementType::valueOf)
            .orElse(session.floating());
    return element == ElementType.FLOAT ? session.floating() : element;
  }

  private LayerNode.Kept make(
      Frame frame, LayerNode layer, Statement.Buffer statement, String name, TensorType type) {
    Start start = new Starts(session, evaluator).of(frame, statement.initializer(), type);
    String path = layer.path(name);
    Span site = Site.of(frame, statement.span()).span();
    Value.Origin before = session.builder.at(new Value.Origin(path, Optional.of(site)));
    Value value = session.builder.input(Op.Role.BUFFER, path, type);
    session.builder.at(before);
    LayerNode.Kept kept = new LayerNode.Kept(new Buffer(path, type, start, site), value);
    layer.keep(name, kept);
    return kept;
  }

  /** Gives a buffer its new value; the code for inference leaves it as it is. */
  void update(Frame frame, Statement.Update statement) {
    String name = statement.name().text();
    LayerNode layer = layer(frame, statement.span(), "update");
    String stored = frame.stored(name).orElse(name);
    Optional<LayerNode.Kept> kept = layer.buffer(stored);
    if (kept.isEmpty()) {
      throw session.reporter.fail(
          frame,
          statement.name().span(),
          "E0201",
          "there is no buffer `" + name + "`",
          "declare it: `buffer " + name + ": [...] = 0`");
    }
    if (!session.scans.isEmpty()) {
      throw session.reporter.fail(
          frame,
          statement.span(),
          "E0209",
          "a buffer is not updated within a scan",
          "carry its value from round to round, and update it behind the scan");
    }
    if (session.mode != Session.Mode.TRAINING) {
      return;
    }
    TensorType type = kept.get().value().type();
    Tensors tensors = new Tensors(session);
    Value value =
        tensors.as(
            frame,
            statement.value().span(),
            evaluator.evaluate(frame, statement.value()),
            type.element());
    Optional<Shape> joint = Tensors.join(value.shape(), type.shape());
    if (joint.isEmpty() || !joint.get().equals(type.shape())) {
      throw session.reporter.fail(
          frame,
          statement.value().span(),
          "E0303",
          "the buffer `" + name + "` is " + type.shape() + ", its new value " + value.shape());
    }
    Value next = session.builder.broadcastTo(value, type.shape());
    layer.keep(stored, new LayerNode.Kept(kept.get().buffer(), next));
    frame.bind(name, new Datum.Tensor(next));
  }

  private LayerNode layer(Frame frame, Span span, String word) {
    return frame
        .layer()
        .orElseThrow(
            () ->
                session.reporter.fail(
                    frame,
                    span,
                    "E0209",
                    "`"
                        + word
                        + "` belongs in a layer or network, not in `"
                        + frame.declaration().name().text()
                        + "`"));
  }
}
