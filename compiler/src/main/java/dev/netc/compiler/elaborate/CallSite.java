package dev.netc.compiler.elaborate;

import dev.netc.compiler.source.Span;
import java.util.Optional;

/**
 * The place of a call in a frame.
 *
 * @param frame the body that it stands in
 * @param span the call, or the stage of a chain
 * @param before for a stage the part of the chain before it, which gives what it is applied to
 */
record CallSite(Frame frame, Span span, Optional<Span> before) {
  CallSite(Frame frame, Span span) {
    this(frame, span, Optional.empty());
  }
}
