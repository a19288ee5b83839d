package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Parameter;
import dev.netc.compiler.diagnostics.Chain;
import dev.netc.compiler.diagnostics.Step;
import dev.netc.compiler.elaborate.Network.Application;
import dev.netc.compiler.ir.Axes;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the user's own code has made, in the user's words: the names of values, and the applications
 * that lead from one to the next. It explains where a size comes from.
 */
public final class Trace {
  /** A value under the name that the user knows it by, and where it got it. */
  public record Definition(String name, Span span) {}

  /**
   * What the user applied.
   *
   * @param name what its result is called
   * @param frame where it stands
   * @param span the call, or the stage of a chain
   */
  record Applied(
      String name, Frame frame, Span span, Declaration.Function function, Arguments arguments) {}

  private record Link(Value operand, Applied applied) {}

  private final Map<Value, Definition> definitions = new HashMap<>();
  private final Map<Value, Link> links = new HashMap<>();
  private final Map<Value, List<Optional<String>>> axes = new HashMap<>();
  private final List<Application> applications = new ArrayList<>();

  /** What {@link #reshaped(Value)} has found: each step of a long chain asks for it. */
  private final Map<Value, Value> reshaped = new HashMap<>();

  void define(Value value, String name, Span span) {
    definitions.put(value, new Definition(name, span));
  }

  /** The name of a value, if the user has given it one or it is what an application gave. */
  public Optional<Definition> definition(Value value) {
    return Optional.ofNullable(definitions.get(value));
  }

  /**
   * A value as the body knows it by whose lines an error is shown: a parameter of the declaration,
   * or what its line named.
   */
  Optional<Definition> definition(Frame frame, Value value) {
    if (frame.declaration() instanceof Declaration.Function function && !frame.isLibrary()) {
      for (Parameter parameter : function.tensors()) {
        Optional<Datum> datum = frame.lookup(parameter.name().text());
        if (datum.isPresent()
            && datum.get() instanceof Datum.Tensor tensor
            && tensor.value() == value) {
          return Optional.of(new Definition(parameter.name().text(), parameter.name().span()));
        }
      }
    }
    return definition(value);
  }

  /**
   * Notes that an application to {@code operand} gave {@code result}, if it was not there before.
   */
  void step(Value operand, Value result, Applied applied) {
    if (operand.isOlderThan(result)) {
      links.putIfAbsent(result, new Link(operand, applied));
      definitions.putIfAbsent(result, new Definition(applied.name(), applied.span()));
      List<Optional<String>> known = axes.get(operand);
      if (known != null && known.size() == result.rank()) {
        boolean names = applied.function().tensors().stream().anyMatch(p -> p.shape().isPresent());
        if (names || operand.shape().equals(result.shape())) {
          axes.putIfAbsent(result, known);
        }
      }
    }
  }

  /** Notes what a declaration that the user applied to a value calls its axes. */
  void nameAxes(Value value, List<Optional<String>> names) {
    if (names.size() > 2 && names.stream().filter(Optional::isPresent).count() > 1) {
      List<Optional<String>> known = axes.getOrDefault(value, names);
      axes.put(
          value,
          Axes.range(names.size()).stream()
              .map(axis -> names.get(axis).or(() -> known.get(axis)))
              .toList());
    }
  }

  /** What the axis of a value is called, if a layer has said. */
  public Optional<String> axisName(Value value, int axis) {
    return Optional.ofNullable(axes.get(value)).flatMap(names -> names.get(axis));
  }

  /** The whole shape, with what its axes are called: {@code [N, C=16, H=30, W=30]}. */
  public String shape(Value value) {
    return Axes.range(value.rank()).stream()
        .map(
            axis -> {
              String size = value.dim(axis).toString();
              return axisName(value, axis)
                      .filter(name -> !name.equals(size))
                      .map(name -> name + "=")
                      .orElse("")
                  + size;
            })
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** What the user applied on the way to a value, the last first. */
  List<Applied> applied(Value value) {
    List<Applied> all = new ArrayList<>();
    for (Link link = links.get(value); link != null; link = links.get(link.operand())) {
      all.add(link.applied());
    }
    return all;
  }

  /** The values on the way to one, the first first, itself the last. */
  List<Value> way(Value value) {
    List<Value> all = new ArrayList<>(List.of(value));
    for (Link link = links.get(value); link != null; link = links.get(link.operand())) {
      all.add(link.operand());
    }
    Collections.reverse(all);
    return all;
  }

  void add(Application application) {
    applications.add(application);
  }

  List<Application> applications() {
    return applications;
  }

  /**
   * Gives an application, if there is one at that place, the name that the user gave its result.
   */
  void rename(int position, String name) {
    if (position < applications.size()) {
      applications.set(position, applications.get(position).named(name));
    }
  }

  /** {@code `flat` is float[N, 400]}, or just the type of a value without a name. */
  public String describe(Value value) {
    return describe(definition(value), value);
  }

  /** The same under another name. */
  String describe(Optional<Definition> definition, Value value) {
    String element = value.type().element().name().toLowerCase(Locale.ROOT);
    String type = element + shape(value);
    return definition.map(d -> "`" + d.name() + "` is " + type).orElse(type);
  }

  /**
   * What led to a value: {@code image [N, 1, 32, 32] -> conv1 [N, 6, 30, 30] -> …}, if anything.
   */
  public Optional<Chain> chain(Value value) {
    List<Step> steps = new ArrayList<>();
    Value at = value;
    for (Link link = links.get(at); link != null; link = links.get(at)) {
      steps.add(step(at, link.applied().name()));
      at = link.operand();
    }
    Value start = at;
    definition(start).ifPresent(d -> steps.add(step(start, d.name())));
    Collections.reverse(steps);
    return steps.size() < 2 ? Optional.empty() : Optional.of(new Chain(steps));
  }

  private Step step(Value value, String name) {
    return new Step(
        name, value.shape().toString(), arithmetic(value), definition(value).map(Definition::span));
  }

  /**
   * {@code 1350 = 6 · 15 · 15, from `pooled`: float[N, 6, 15, 15]}, if a reshape made the axis of
   * others.
   */
  Optional<String> derivation(Value value, int axis) {
    Value at = reshaped(value);
    return product(at, axis)
        .map(
            product -> {
              Value source = at.operand(0);
              String name = definition(source).map(d -> "`" + d.name() + "`: ").orElse("");
              return product + ", from " + name + source.type();
            });
  }

  /** The products of sizes that a reshape made. */
  private List<String> arithmetic(Value value) {
    Value at = reshaped(value);
    return Axes.range(at.rank()).stream().flatMap(axis -> product(at, axis).stream()).toList();
  }

  /** The value whose shape an elementwise one has taken over, over as many of them as there are. */
  private Value reshaped(Value value) {
    List<Value> elementwise = new ArrayList<>();
    Value at = value;
    while (!reshaped.containsKey(at)
        && at.op() instanceof dev.netc.compiler.ir.Map
        && !at.operands().isEmpty()) {
      elementwise.add(at);
      at = at.operands().stream().filter(o -> !isFilled(o)).findFirst().orElse(at.operand(0));
    }
    Value source = reshaped.getOrDefault(at, at);
    elementwise.forEach(each -> reshaped.put(each, source));
    return source;
  }

  /** The sizes whose product a reshape made one axis of; empty if none did. */
  List<Dim> factors(Value value, int axis) {
    Value at = reshaped(value);
    return at.op() instanceof Move.Reshape
        ? merged(at.operand(0).shape(), at.shape(), axis)
        : List.of();
  }

  /** {@code 1350 = 6 · 15 · 15}, if the value is a reshape that made the axis of several. */
  private static Optional<String> product(Value reshape, int axis) {
    if (!(reshape.op() instanceof Move.Reshape)) {
      return Optional.empty();
    }
    List<Dim> factors = merged(reshape.operand(0).shape(), reshape.shape(), axis);
    if (factors.size() < 2) {
      return Optional.empty();
    }
    String product = factors.stream().map(Dim::toString).collect(Collectors.joining(" · "));
    return Optional.of(reshape.dim(axis) + " = " + product);
  }

  private static boolean isFilled(Value value) {
    return value.op() instanceof Move.Broadcast;
  }

  /**
   * The dims of {@code from} whose product is axis {@code axis} of {@code to}; empty if they do not
   * line up.
   */
  private static List<Dim> merged(Shape from, Shape to, int axis) {
    Dim before = product(to, Axes.range(axis));
    for (int start = 0; start <= from.rank(); start++) {
      if (product(from, Axes.range(start)).equals(before)) {
        for (int end = start + 1; end <= from.rank(); end++) {
          if (product(from, Axes.range(start, end)).equals(to.dim(axis))) {
            return from.dims().subList(start, end);
          }
        }
      }
    }
    return List.of();
  }

  private static Dim product(Shape shape, List<Integer> axes) {
    return axes.stream().map(shape::dim).reduce(Dim.ONE, Dim::times);
  }
}
