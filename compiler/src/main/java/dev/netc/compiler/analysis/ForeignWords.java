package dev.netc.compiler.analysis;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.source.Span;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words of Python and Java that have no name here, and what is written instead. */
final class ForeignWords {
  /** {@code range(3)}, {@code range(1, n)}, of arguments without parentheses. */
  private static final Pattern RANGE =
      Pattern.compile("range\\(\\s*([^(),]+?)\\s*(?:,\\s*([^(),]+?)\\s*)?\\)");

  private static final Map<String, String> LITERALS =
      Map.of("True", "true", "False", "false", "None", "none", "null", "none");

  private static final String TRAINED =
      "a file says what is computed; training is what the generated class does: `trainer.train(…)`";

  private static final Map<String, String> ADVICE =
      Map.of(
          "print", "nothing is printed: what is to be seen becomes an `output`",
          "new", "a layer is made by its name alone: leave `new` out",
          "range", "a range is `0..n`",
          "enumerate", "a loop counts with a range: `for i in 0..n { … }`",
          "loss", TRAINED,
          "optimizer", TRAINED,
          "scheduler", TRAINED,
          "device", "what is generated runs on the processors: leave it out",
          "super", "a layer has no constructor: leave the line out");

  private ForeignWords() {}

  /** Adds advice, if the name is a word of another language; whether it is. */
  static boolean advise(String name, Span span, Diagnostic.Builder error) {
    String literal = LITERALS.get(name);
    if (literal != null) {
      error.help("write `" + literal + "`", new Edit(span, literal));
      return true;
    }
    String advice = ADVICE.get(name);
    if (advice == null) {
      return false;
    }
    String text = span.file().text();
    Matcher range = RANGE.matcher(text).region(span.start(), text.length());
    if (name.equals("new") && text.startsWith("new ", span.start())) {
      error.help(advice, new Edit(new Span(span.file(), span.start(), span.end() + 1), ""));
    } else if (name.equals("range") && range.lookingAt()) {
      String to = range.group(2);
      String written = to == null ? "0.." + range.group(1) : range.group(1) + ".." + to;
      error.help(
          "a range is `" + written + "`",
          new Edit(new Span(span.file(), range.start(), range.end()), written));
    } else {
      error.help(advice);
    }
    return true;
  }
}
