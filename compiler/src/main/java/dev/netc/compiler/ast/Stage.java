package dev.netc.compiler.ast;

import dev.netc.compiler.source.Span;
import java.util.Optional;

/**
 * One step of a chain: {@code conv1: Conv2d(6, 3) as [N, 6, 30, 30]}.
 *
 * @param span all of it
 * @param label the name of the layer made here, where one is given; put together, if it is a
 *     string: {@code "blocks.{i}": Linear(10)}
 * @param body what is applied
 * @param assertion the shape that comes out, where it is asserted
 */
public record Stage(
    Span span, Optional<Message> label, StageBody body, Optional<ShapePattern> assertion)
    implements Node {}
