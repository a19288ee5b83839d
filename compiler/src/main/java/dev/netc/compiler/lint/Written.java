package dev.netc.compiler.lint;

import dev.netc.compiler.analysis.Program;
import dev.netc.compiler.ast.Argument;
import dev.netc.compiler.ast.AstWalker;
import dev.netc.compiler.ast.Block;
import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.Pattern;
import dev.netc.compiler.ast.Stage;
import dev.netc.compiler.ast.StageBody;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What stands where in the user's files: applications and operations, and how to change them. */
final class Written {
  /**
   * A call of a declaration with its arguments, in a chain or in an expression.
   *
   * @param span all of it, without a label
   */
  record Call(Span span, Expression callee, List<Argument> arguments) {}

  /** A stage, and the end of what flows into it, where something stands there. */
  private record Placed(Stage stage, Optional<Span> source) {}

  private final Map<Span, Placed> stages = new HashMap<>();
  private final Map<Span, Expression.Call> calls = new HashMap<>();
  private final Program program;
  private final Map<Span, Expression.Binary> operations = new HashMap<>();
  private final List<Statement.Port> ports = new ArrayList<>();
  private final List<Statement.Output.Item> outputs = new ArrayList<>();
  private final Map<Span, Map<String, Expression>> bindings = new HashMap<>();

  Written(Program program) {
    this.program = program;
    program.files().stream().flatMap(file -> file.declarations().stream()).forEach(this::read);
  }

  private void read(Declaration declaration) {
    if (declaration instanceof Declaration.Network network) {
      read(declaration, network.body());
    } else if (declaration instanceof Declaration.Function function) {
      read(declaration, function.body());
    }
  }

  private void read(Declaration declaration, Block body) {
    Map<String, Expression> bound = new HashMap<>();
    bindings.put(declaration.span(), bound);
    new Walk(bound).walk(body);
  }

  private final class Walk extends AstWalker {
    private final Map<String, Expression> bound;

    Walk(Map<String, Expression> bound) {
      this.bound = bound;
    }

    private void place(Optional<Span> head, List<Stage> all) {
      Optional<Span> source = head;
      for (Stage stage : all) {
        stages.put(stage.span(), new Placed(stage, source));
        source = Optional.of(stage.span());
      }
    }

    @Override
    public Walked visitChain(Expression.Chain chain) {
      place(Optional.of(chain.head().span()), chain.stages());
      return super.visitChain(chain);
    }

    @Override
    public Walked visitSequence(StageBody.Sequence sequence) {
      place(Optional.empty(), sequence.stages());
      return super.visitSequence(sequence);
    }

    @Override
    public Walked visitCall(Expression.Call call) {
      calls.put(call.span(), call);
      return super.visitCall(call);
    }

    @Override
    public Walked visitBinary(Expression.Binary binary) {
      operations.put(binary.span(), binary);
      return super.visitBinary(binary);
    }

    @Override
    public Walked visitPort(Statement.Port port) {
      ports.add(port);
      return super.visitPort(port);
    }

    @Override
    public Walked visitOutput(Statement.Output output) {
      outputs.addAll(output.items());
      return super.visitOutput(output);
    }

    @Override
    public Walked visitBinding(Statement.Binding binding) {
      if (binding.target() instanceof Pattern.Bind bind) {
        bound.putIfAbsent(bind.name(), binding.value());
      }
      return super.visitBinding(binding);
    }
  }

  /** Where a network that stands at a place names an output. */
  Optional<Span> output(Span network, String name) {
    return outputs.stream()
        .filter(item -> item.name().text().equals(name) && contains(network, item.span()))
        .map(item -> item.name().span())
        .findFirst();
  }

  /** Whether two things are added, subtracted and so on at that place. */
  boolean isOperation(Span span) {
    return operations.containsKey(span);
  }

  /** The two sides of what {@link #isOperation is an operation}, as they are written. */
  List<Span> sides(Span operation) {
    Expression.Binary binary = operations.get(operation);
    return binary == null ? List.of() : List.of(binary.left().span(), binary.right().span());
  }

  /** The inputs and targets of a network that stands at a place. */
  List<Statement.Port> ports(Span network) {
    return ports.stream().filter(port -> contains(network, port.span())).toList();
  }

  /** The declaration that a call names. */
  Optional<Declaration.Function> function(Call call) {
    return Optional.ofNullable(program.scopes().get(call.span().file()))
        .filter(scope -> call.callee() instanceof Expression.Reference)
        .flatMap(scope -> scope.function(((Expression.Reference) call.callee()).name()));
  }

  /** The call at a place: that of a stage, or an expression. */
  Optional<Call> call(Span span) {
    if (calls.containsKey(span)) {
      Expression.Call call = calls.get(span);
      return Optional.of(new Call(span, call.callee(), call.arguments()));
    }
    return Optional.ofNullable(stages.get(span))
        .map(placed -> placed.stage().body())
        .filter(body -> body instanceof StageBody.Apply)
        .map(body -> (StageBody.Apply) body)
        .map(apply -> new Call(apply.span(), apply.callee(), apply.arguments()));
  }

  /** Whether an argument of a call stands at a place. */
  boolean isArgument(Span place) {
    return Stream.concat(stages.keySet().stream(), calls.keySet().stream())
        .flatMap(span -> call(span).stream())
        .flatMap(call -> call.arguments().stream())
        .anyMatch(argument -> argument.value().span().equals(place));
  }

  /** The call whose first argument stands at a place. */
  Optional<Call> callWithFirst(Span place) {
    return Stream.concat(stages.keySet().stream(), calls.keySet().stream())
        .flatMap(span -> call(span).stream())
        .filter(call -> !call.arguments().isEmpty())
        .filter(call -> call.arguments().get(0).span().equals(place))
        .findFirst();
  }

  /** The call that makes the layer that is applied at a place, here or on a line of its own. */
  Optional<Call> making(Span application) {
    Optional<Call> call = call(application);
    if (call.isPresent() && call.get().callee() instanceof Expression.Reference reference) {
      Optional<Expression> value = bindingAround(application, reference.name());
      if (value.isPresent() && value.get() instanceof Expression.Call made) {
        return Optional.of(new Call(made.span(), made.callee(), made.arguments()));
      }
      if (value.isPresent() && value.get() instanceof Expression.Reference bare) {
        return Optional.of(new Call(bare.span(), bare, List.of()));
      }
    }
    return call;
  }

  private Optional<Expression> bindingAround(Span place, String name) {
    return bindings.entrySet().stream()
        .filter(entry -> contains(entry.getKey(), place))
        .findFirst()
        .flatMap(entry -> Optional.ofNullable(entry.getValue().get(name)));
  }

  private static boolean contains(Span outer, Span inner) {
    return outer.file() == inner.file()
        && outer.start() <= inner.start()
        && inner.end() <= outer.end();
  }

  /** Leaves out an application: what flows into it flows on. */
  Optional<Edit> removal(Span application) {
    Placed placed = stages.get(application);
    if (placed != null && placed.source().isPresent()) {
      Span from = placed.source().get();
      return Optional.of(new Edit(new Span(from.file(), from.end(), application.end()), ""));
    }
    Expression.Call call = calls.get(application);
    if (call != null && !call.arguments().isEmpty()) {
      Argument first = call.arguments().get(0);
      return Optional.of(new Edit(application, first.value().span().text()));
    }
    return Optional.empty();
  }

  /**
   * Puts a stage before one of a chain, or a call around what another call is applied to.
   *
   * @param name what is to come before
   * @param arguments its own; empty if it needs none
   */
  Optional<Edit> insertion(Span application, String name, String arguments) {
    Placed placed = stages.get(application);
    if (placed != null && placed.source().isPresent()) {
      Span start = new Span(application.file(), application.start(), application.start());
      return Optional.of(new Edit(start, stage(name, arguments) + " -> "));
    }
    Expression.Call call = calls.get(application);
    if (call == null || call.arguments().isEmpty()) {
      return Optional.empty();
    }
    Span first = call.arguments().get(0).value().span();
    String others = arguments.isEmpty() ? "" : ", " + arguments;
    return Optional.of(new Edit(first, name + "(" + first.text() + others + ")"));
  }

  private static String stage(String name, String arguments) {
    return arguments.isEmpty() ? name : name + "(" + arguments + ")";
  }

  /** Takes a line away, with the comment behind it. */
  static Edit removal(Statement statement) {
    Span span = statement.span();
    String text = span.file().text();
    int start = span.start();
    while (start > 0 && (text.charAt(start - 1) == ' ' || text.charAt(start - 1) == '\t')) {
      start--;
    }
    int end = text.indexOf('\n', span.end());
    String behind = text.substring(span.end(), end < 0 ? text.length() : end).strip();
    boolean alone = start == 0 || text.charAt(start - 1) == '\n';
    if (alone && end >= 0 && (behind.isEmpty() || behind.startsWith("//"))) {
      return new Edit(new Span(span.file(), start, end + 1), "");
    }
    return new Edit(span, "");
  }

  /** Gives a call one more argument, behind all others. */
  static Edit argument(Call call, String argument) {
    String text = call.span().text();
    if (!text.endsWith(")")) {
      return new Edit(call.span().after(), "(" + argument + ")");
    }
    int end = call.span().end() - 1;
    Span place = new Span(call.span().file(), end, end);
    return new Edit(place, call.arguments().isEmpty() ? argument : ", " + argument);
  }
}
