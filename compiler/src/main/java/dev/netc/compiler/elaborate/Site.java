package dev.netc.compiler.elaborate;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Enclosing;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where an error is shown: always in the user's file. An error inside the library is shown at the
 * user's call that led there.
 *
 * @param frame the innermost frame of the user's own
 * @param span the place in it
 * @param libraryCall the library's declaration that the user called, if the error lies below it
 */
record Site(Frame frame, Span span, Optional<Frame> libraryCall) {
  static Site of(Frame frame, Span span) {
    Frame at = frame;
    Span place = span;
    Optional<Frame> below = Optional.empty();
    while (at.isLibrary() && at.call().isPresent()) {
      below = Optional.of(at);
      place = at.call().get().span();
      at = at.call().get().caller();
    }
    return new Site(at, place, below);
  }

  /** An error at this place; the frames of the user's own that lead there are noted. */
  Diagnostic.Builder error(String code, String message, String label) {
    return errorAt(span, code, message, label);
  }

  /** The same at another place of the user's frame, such as an argument. */
  Diagnostic.Builder errorAt(Span place, String code, String message, String label) {
    Diagnostic.Builder builder = Diagnostic.error(code, message).at(place, label);
    path().forEach(builder::in);
    return builder;
  }

  /** The frames of the user's own that lead here, the innermost first. */
  List<Enclosing> path() {
    List<Enclosing> path = new ArrayList<>();
    for (Frame at = frame; at.call().isPresent(); at = at.call().get().caller()) {
      if (!at.isLibrary()) {
        String layer = at.layer().map(LayerNode::path).filter(name -> !name.equals("?")).orElse("");
        path.add(new Enclosing(at.declaration().name().text(), layer, usersCall(at)));
      }
    }
    return path;
  }

  /** Where a frame was called, or the library that called it. */
  private static Span usersCall(Frame frame) {
    Frame.Call call = frame.call().orElseThrow();
    return call.caller().isLibrary() ? usersCall(call.caller()) : call.span();
  }
}
