package dev.netc.compiler.lint;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.ir.Contract;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * Images with their channels last, {@code [N, H, W, C]}, whose rows a convolution takes for
 * channels.
 */
final class ChannelsLast extends GraphLint {
  private static final int MOST_CHANNELS = 4;
  private static final int SMALLEST_IMAGE = 8;

  @Override
  public String code() {
    return "W0405";
  }

  @Override
  public String name() {
    return "channels-last";
  }

  @Override
  void check(Flow flow, Written written, List<Diagnostic> found) {
    for (Value value : flow.graph().values()) {
      if (value.op() instanceof Contract) {
        for (Value operand : value.operands()) {
          image(operand)
              .flatMap(image -> place(value).map(span -> diagnostic(image, value, span, written)))
              .ifPresent(found::add);
        }
      }
    }
  }

  /** The input that windows are of, if it looks as if its channels were last. */
  private static Optional<Value> image(Value windows) {
    if (!(windows.op() instanceof Move.Window window) || !window.axes().equals(List.of(2, 3))) {
      return Optional.empty();
    }
    Value at = windows.operand(0);
    while (at.op() instanceof Move.Pad || at.op() instanceof dev.netc.compiler.ir.Map) {
      at = at.operand(0);
    }
    boolean input = at.op() instanceof Op.Input in && in.role() == Op.Role.INPUT;
    return input && at.rank() == 4 && looksLast(at) ? Optional.of(at) : Optional.empty();
  }

  private static boolean looksLast(Value image) {
    Dim height = image.dim(1);
    Dim width = image.dim(2);
    Dim channels = image.dim(3);
    return height.isConstant()
        && width.isConstant()
        && channels.isConstant()
        && channels.constant() <= MOST_CHANNELS
        && Math.min(height.constant(), width.constant()) >= SMALLEST_IMAGE
        && Math.max(height.constant(), width.constant())
            <= 2 * Math.min(height.constant(), width.constant());
  }

  private Diagnostic diagnostic(Value image, Value value, Span span, Written written) {
    String input = ((Op.Input) image.op()).name();
    Diagnostic.Builder warning =
        Diagnostic.warning(
                code(),
                "%s takes the %s rows of `%s` for channels: %s looks like [N, H, W, C]"
                    .formatted(name(value), image.dim(1), input, image.shape()))
            .at(
                span,
                "it takes [N, C, H, W], so this would be an image of %s x %s"
                    .formatted(image.dim(2), image.dim(3)));
    image
        .origin()
        .span()
        .ifPresent(place -> warning.also(place, "`" + input + "` is declared here"));
    written
        .insertion(span, "permute", "[0, 3, 1, 2]")
        .ifPresentOrElse(
            edit -> warning.help("put the channels first: `permute([0, 3, 1, 2])`", edit),
            () -> warning.help("put the channels first: `permute([0, 3, 1, 2])`"));
    warning.help(
        "or give images as [N, C, H, W]: `float[%s, %s, %s, %s]`"
            .formatted(image.dim(0), image.dim(3), image.dim(1), image.dim(2)));
    return warning.build();
  }
}
