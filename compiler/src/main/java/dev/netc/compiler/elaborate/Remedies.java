package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Argument;
import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.Parameter;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.ir.Axes;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Proposes what may mend sizes that do not fit. Nearly all proposals are guesses: they are shown if
 * a trial of their edits helps.
 */
final class Remedies {
  private static final String KERNEL = "kernel_size";
  private static final String PADDING = "padding";
  private static final int MOST = 2;

  /** Of an image, with or without its batch: {@code [N, C, H, W]}, {@code [..., C, H, W]}. */
  private static final int IMAGE_AXES = 4;

  private static final List<Long> CHANNELS = List.of(1L, 3L, 4L);

  /** The element type of an input or target. */
  private static final Pattern REAL_ELEMENT = Pattern.compile(":\\s*(float|double)\\s*\\[");

  private final Session session;
  private final Site site;
  private final Diagnostic.Builder error;

  /**
   * @param site where the error is
   * @param error what the proposals are added to
   */
  Remedies(Session session, Site site, Diagnostic.Builder error) {
    this.session = session;
    this.site = site;
    this.error = error;
  }

  /**
   * For a number that an argument gives.
   *
   * @param asserted whether the argument only asserts a size that is known from the input
   * @param value what the declaration is applied to
   */
  void forArgument(Blame blame, boolean asserted, Optional<Value> value) {
    Optional<Datum> datum = blame.called().lookup(blame.parameter().name().text());
    if (asserted) {
      Optional<Long> size = datum.flatMap(Remedies::constant);
      boolean both = size.isPresent() && value.isPresent();
      if (both) {
        reorder(value.get(), size.get());
      }
      error.help(
          "leave `" + blame.parameter().name().text() + "` out: the size is inferred",
          removal(blame.argument()));
      if (both) {
        pad(value.get(), product(value.get(), size.get()));
      }
    } else if (value.isPresent() && datum.isPresent() && exceeds(datum.get(), value.get())) {
      shrinking(value.get()).ifPresent(error::note);
      leaveOut(value.get());
      pad(value.get(), Optional.empty());
    }
  }

  private static Optional<Long> constant(Datum datum) {
    return datum instanceof Datum.Whole whole && whole.value().isConstant()
        ? Optional.of(whole.value().constant())
        : Optional.empty();
  }

  /** All elements of a sample, or the last axis where another one is looked at. */
  private void reorder(Value value, long size) {
    int rank = value.rank();
    int start = site.span().start();
    Dim sample = Axes.range(1, rank).stream().map(value::dim).reduce(Dim.ONE, Dim::times);
    if (rank > 2 && sample.is(size)) {
      String sizes =
          Axes.range(1, rank).stream()
              .map(axis -> value.dim(axis).toString())
              .collect(Collectors.joining(" · "));
      error.note(size + " = " + sizes + ", all that a sample has");
      error.guess("flatten it first: `flatten -> …`", insertion(start, "flatten -> "));
    } else if (rank > 2 && value.dim(rank - 1).is(size) && !value.dim(rank - 2).is(size)) {
      List<Integer> order = new ArrayList<>(Axes.range(rank - 1));
      order.add(1, rank - 1);
      error.guess(
          "if the channels come last, move them: `permute(%s) -> …`".formatted(order),
          insertion(start, "permute(%s) -> ".formatted(order)));
    }
  }

  private Edit insertion(int offset, String text) {
    return new Edit(new Span(site.span().file(), offset, offset), text);
  }

  /**
   * {@code 4096 = 16 · 16 · 16}, if a square or cubic map under the same channels would give it.
   */
  private Optional<String> product(Value value, long size) {
    List<Dim> factors = session.trace.factors(value, value.rank() - 1);
    if (factors.size() < 3 || factors.stream().anyMatch(dim -> !dim.isConstant())) {
      return Optional.empty();
    }
    long channels = factors.get(0).constant();
    int axes = factors.size() - 1;
    long side = Math.round(Math.pow((double) size / channels, 1.0 / axes));
    boolean fits = side > 0 && channels * Math.pow((double) side, axes) == size;
    return fits
        ? Optional.of(size + " = " + channels + (" · " + side).repeat(axes))
        : Optional.empty();
  }

  private void pad(Value value, Optional<String> product) {
    int proposed = 0;
    for (Trace.Applied applied : session.trace.applied(value)) {
      Optional<Long> kernel =
          applied
              .arguments()
              .get(KERNEL)
              .map(Arguments.Given::value)
              .flatMap(Remedies::constant)
              .filter(size -> size % 2 == 1 && size > 1);
      boolean open =
          applied.function().statics().stream().anyMatch(p -> p.name().text().equals(PADDING))
              && applied.arguments().get(PADDING).isEmpty();
      if (kernel.isPresent() && open && proposed < MOST) {
        proposed++;
        String padding = PADDING + "=" + kernel.get() / 2;
        error.guess(
            "keep the size in `%s`: `%s`%s"
                .formatted(
                    applied.name(),
                    padding,
                    product.map(equation -> ", as " + equation + " says").orElse("")),
            lastArgument(applied, ", " + padding));
      }
    }
  }

  /** Behind the last argument that is written. */
  private static Edit lastArgument(Trace.Applied applied, String text) {
    int end =
        applied.arguments().byName().values().stream()
            .flatMap(given -> given.span().stream())
            .mapToInt(Span::end)
            .max()
            .orElse(applied.span().end());
    return new Edit(new Span(applied.span().file(), end, end), text);
  }

  /** Whether a window of these sizes is larger than the last axes of a value. */
  private static boolean exceeds(Datum window, Value value) {
    List<Datum> sizes = window instanceof Datum.Items items ? items.items() : List.of(window);
    for (int i = 0; i < sizes.size() && i < value.rank(); i++) {
      int axis = value.rank() - sizes.size() + i;
      Optional<Long> size = constant(sizes.get(i));
      if (size.isEmpty() || axis < 0 || !value.dim(axis).isConstant()) {
        return false;
      }
      if (size.get() > value.dim(axis).constant()) {
        return true;
      }
    }
    return false;
  }

  /** {@code this is the 6th halving of 32: 32 -> 16 -> … -> 1}. */
  private Optional<String> shrinking(Value value) {
    List<Long> sizes = new ArrayList<>();
    for (Value step : session.trace.way(value)) {
      boolean known = step.rank() == value.rank() && step.dim(step.rank() - 1).isConstant();
      long size = known ? step.dim(step.rank() - 1).constant() : 0;
      if (known && (sizes.isEmpty() || sizes.get(sizes.size() - 1) != size)) {
        sizes.add(size);
      }
    }
    if (sizes.size() < 3) {
      return Optional.empty();
    }
    boolean halved = true;
    for (int i = 1; i < sizes.size(); i++) {
      halved &= sizes.get(i) == sizes.get(i - 1) / 2;
    }
    String way = sizes.stream().map(Object::toString).collect(Collectors.joining(" -> "));
    return Optional.of(
        halved
            ? "this is the %s halving of %d: %s".formatted(ordinal(sizes.size()), sizes.get(0), way)
            : "the last axis is made smaller on the way: " + way);
  }

  private static String ordinal(int number) {
    String ending =
        switch (number % 100 / 10 == 1 ? 0 : number % 10) {
          case 1 -> "st";
          case 2 -> "nd";
          case 3 -> "rd";
          default -> "th";
        };
    return number + ending;
  }

  /** Takes a stage of a chain away. */
  private void leaveOut(Value value) {
    Span span = site.span();
    session.trace.applied(value).stream()
        .findFirst()
        .map(Trace.Applied::span)
        .filter(
            before ->
                before.file() == span.file()
                    && before.end() <= span.start()
                    && span.file()
                        .text()
                        .substring(before.end(), span.start())
                        .strip()
                        .equals("->"))
        .ifPresent(
            before ->
                error.guess(
                    "leave `" + span.text() + "` out",
                    new Edit(new Span(span.file(), before.end(), span.end()), "")));
  }

  /** For images of one, three or four channels that come as rows. */
  void forRank(Value value, int axes) {
    if (axes != IMAGE_AXES || value.rank() != 2 || !value.dim(1).isConstant()) {
      return;
    }
    long size = value.dim(1).constant();
    for (long channels : CHANNELS) {
      long side = Math.round(Math.sqrt((double) size / channels));
      if (side > 1 && channels * side * side == size) {
        String stage =
            "reshape([%s, %d, %d, %d]) -> ".formatted(value.dim(0), channels, side, side);
        error.guess(
            "if the rows are images, give them their axes: `" + stage + "…`",
            insertion(site.span().start(), stage));
        return;
      }
    }
  }

  /** For those who write the size of the input in front, which is inferred here. */
  void forInputSizeInFront(Frame called) {
    if (!(called.declaration() instanceof Declaration.Function function)
        || called.call().isEmpty()
        || function.statics().isEmpty()) {
      return;
    }
    List<Argument> written =
        function.statics().stream()
            .flatMap(p -> called.call().get().arguments().get(p.name().text()).stream())
            .flatMap(given -> given.argument().stream())
            .filter(argument -> argument.name().isEmpty())
            .toList();
    Optional<Datum> first =
        called
            .call()
            .get()
            .arguments()
            .get(function.statics().get(0).name().text())
            .map(Arguments.Given::value);
    if (written.isEmpty()
        || first.isEmpty()
        || inferred(called, function).stream().noneMatch(first.get()::equals)) {
      return;
    }
    Span span = written.get(0).span();
    error.guess(
        "the size of the input is inferred: leave `" + span.text() + "` out", removal(span));
  }

  /** For tensors that are not alike: an axis too many, or another element type than was meant. */
  void forTensors(Frame called) {
    if (called.call().isEmpty()) {
      return;
    }
    for (Arguments.Given given : called.call().get().arguments().byName().values()) {
      if (given.value() instanceof Datum.Tensor tensor) {
        Value value = tensor.value();
        given.argument().map(a -> a.value().span()).ifPresent(span -> reduce(span, value));
        value.origin().span().ifPresent(port -> retype(port, value));
        keepSize(value);
      }
    }
  }

  /** Lets layers on the way to a value keep the size of their input. */
  void keepSize(Value value) {
    pad(value, Optional.empty());
  }

  private void reduce(Span written, Value value) {
    for (int axis = 1; axis < value.rank(); axis++) {
      if (value.dim(axis).is(1)) {
        String text = "squeeze(%s, %d)".formatted(written.text(), axis);
        error.guess("take the axis of size 1 away: `" + text + "`", new Edit(written, text));
      }
    }
    if (value.rank() > 1 && !value.dim(1).is(1) && value.type().element() == ElementType.INT) {
      String text = "argmax(%s, 1)".formatted(written.text());
      error.guess("for one of several, say which: `" + text + "`", new Edit(written, text));
    }
  }

  private void retype(Span port, Value value) {
    Matcher element = REAL_ELEMENT.matcher(port.text());
    if (value.op() instanceof Op.Input && element.find()) {
      String line = port.text().substring(0, element.start(1)) + "int";
      Span word =
          new Span(port.file(), port.start() + element.start(1), port.start() + element.end(1));
      error.guess(
          "if these are whole numbers, say so: `"
              + line
              + port.text().substring(element.end(1))
              + "`",
          new Edit(word, "int"));
    }
  }

  /** The sizes that the input has, and that the static list is not asked for. */
  private static List<Datum> inferred(Frame called, Declaration.Function function) {
    List<Datum> sizes = new ArrayList<>();
    for (Parameter parameter : function.statics()) {
      if (parameter.defaultValue().isPresent()
          && parameter.defaultValue().get() instanceof Expression.Reference reference) {
        called.lookup(reference.name()).ifPresent(sizes::add);
      }
    }
    return sizes;
  }

  /** The argument with the comma that goes with it. */
  static Edit removal(Span argument) {
    String text = argument.file().text();
    int start = argument.start();
    while (start > 0
        && (Character.isWhitespace(text.charAt(start - 1)) || text.charAt(start - 1) == ',')) {
      start--;
    }
    if (start > 0 && text.charAt(start - 1) == '(') {
      int end = argument.end();
      while (end < text.length()
          && (Character.isWhitespace(text.charAt(end)) || text.charAt(end) == ',')) {
        end++;
      }
      return new Edit(new Span(argument.file(), argument.start(), end), "");
    }
    return new Edit(new Span(argument.file(), start, argument.end()), "");
  }
}
