package dev.netc.compiler.elaborate;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A network of which everything is known but its free dims: what the back end turns into a class.
 *
 * <p>The graphs are of primitives only. {@code inference} goes from inputs, parameters and buffers
 * to the outputs; {@code evaluation}, present if there is a loss or a metric, also takes the
 * targets and has the loss and the metrics as outputs; {@code training}, present if there is a loss
 * or an optimizer, is elaborated with {@code training} true, and gives the outputs, the loss if
 * there is one, and the new values of buffers.
 *
 * @param packageName the Java package, empty for the unnamed one
 * @param doc the text of the {@code ///} comment, empty if there is none
 * @param parameters in PyTorch's order: as the layers are declared
 * @param prints the sizes to print in each forward pass of inference and training, in order
 * @param applications every application of a layer or function by the user's own code, in order
 * @param outline what the author's own lines say
 * @param observed what was seen while the body was run for training
 */
public record Network(
    String name,
    String packageName,
    String doc,
    Span span,
    List<Port> inputs,
    List<Port> targets,
    List<Port> outputs,
    List<Parameter> parameters,
    List<Buffer> buffers,
    Layer root,
    List<Print> prints,
    List<Application> applications,
    Graph inference,
    Optional<Graph> evaluation,
    Optional<Graph> training,
    Optional<Optimizer> optimizer,
    Outline outline,
    Observed observed) {

  /**
   * The HYPERPARAMETER of {@code training} that counts batches while statistics are made anew, if
   * there are any; 0 in any other training.
   */
  public static final String AVERAGING = "averaged batches";

  /** A tensor that the user gives or gets. */
  public record Port(String name, TensorType type, String doc) {}

  /**
   * A learned tensor.
   *
   * @param path its name as in PyTorch's {@code state_dict}: {@code layer1.0.conv1.weight}
   */
  public record Parameter(String path, TensorType type, Start start, Span span) {}

  /** A tensor that is saved but not learned, by its path. */
  public record Buffer(String path, TensorType type, Start start, Span span) {}

  /**
   * A layer that owns parameters or prints itself, as PyTorch's tree of modules has it.
   *
   * @param name its name in its parent, empty for the network itself
   * @param path the names from the network down, empty for the network itself
   * @param type the declaration's name: {@code Conv2d}
   * @param representation what PyTorch prints in the parentheses: {@code 1, 6, kernel_size=(3, 3),
   *     stride=(1, 1)}
   * @param parameters the paths of the layer's own parameters
   */
  public record Layer(
      String name,
      String path,
      String type,
      String representation,
      List<String> parameters,
      List<Layer> children) {}

  /**
   * One application of a layer or function, for summaries and for explaining where a size comes
   * from.
   *
   * @param name the label, path or function's name that the user would recognise
   * @param type the declaration's name
   * @param depth how many layers of the user's own enclose it
   * @param parameters the elements of the parameters that it is the first to use
   * @param multiplyAdds the multiplications of its contractions
   */
  public record Application(
      String name,
      String type,
      int depth,
      List<TensorType> operands,
      List<TensorType> results,
      long parameters,
      Dim multiplyAdds,
      Span span) {

    /** This application under another name. */
    Application named(String other) {
      return new Application(other, type, depth, operands, results, parameters, multiplyAdds, span);
    }
  }

  /** A stage {@code print}: the size that passes there. */
  public record Print(Shape shape, Span span) {}

  /**
   * How a step changes the parameters, which lie one after another in a flat array. What is done
   * element by element to many of them is done to a range at once, other things to each parameter
   * in its own shape.
   *
   * <p>The graph's inputs are a PARAMETER for each of {@code parts}, a GRADIENT of the same name
   * for each, or one of all gradients with the name {@link #ALL_GRADIENTS}, a STATE for each of
   * {@code states}, and scalars, HYPERPARAMETER, for each of {@code hyperparameters} and for {@code
   * step}, which counts from 1. Parameters that no gradient can come to are part of no range; those
   * that only the outputs depend on, and not the loss, move if {@link #UPSTREAM} is true. Its
   * outputs are the new values of parts and states. An optimizer that asks again also takes the
   * {@link #LOSS} and gives an {@code AGAIN}: whether it wants loss and gradients at the new
   * parameters, for another round of the same step.
   *
   * @param hyperparameters those that are left in the step or in the schedule
   * @param order the paths of all parameters in the order of the flat array, in which those that
   *     are treated alike lie together
   * @param schedule how the hyperparameters change, if they do
   */
  public record Optimizer(
      String name,
      List<Hyperparameter> hyperparameters,
      List<Part> parts,
      List<StatePart> states,
      Graph update,
      List<String> order,
      Optional<Schedule> schedule) {
    /** The input that is the flat array of all gradients. */
    public static final String ALL_GRADIENTS = "g";

    /** The input that says whether gradients have been given for the outputs. */
    public static final String UPSTREAM = "upstream";

    /** The input that is the loss, of an optimizer that may ask for it again. */
    public static final String LOSS = "loss";

    public Optimizer {
      hyperparameters = List.copyOf(hyperparameters);
      parts = List.copyOf(parts);
      states = List.copyOf(states);
      order = List.copyOf(order);
    }

    /**
     * Whether a step may ask for loss and gradients at parameters that it tries, and so takes
     * several rounds.
     */
    public boolean asksAgain() {
      return !update.outputs(Graph.Result.AGAIN).isEmpty();
    }
  }

  /**
   * A range of the flat arrays of parameters and gradients.
   *
   * @param name that of its inputs and output in the graph of the step
   * @param start the first element
   */
  public record Part(String name, long start, TensorType type) {
    /** The position behind the last element. */
    public long end() {
      return start + type.shape().elements().constant();
    }
  }

  /**
   * How the numbers of an optimizer change from one step of the schedule to the next. All is scalar
   * and in double. The graph's inputs are the HYPERPARAMETERs as they are, each one's first value
   * under its name after {@code initial_}, the number {@code step}, 0 as the schedule starts, and
   * {@code metric}, and a STATE for each of {@code states}. Its outputs are the HYPERPARAMETERs
   * that change, and a STATE for each state.
   *
   * @param text the schedule as the user has written it: {@code StepLR(10)}
   */
  public record Schedule(String text, List<State> states, Graph next) {
    public Schedule {
      states = List.copyOf(states);
    }

    /** The input that holds a number as it was before the schedule. */
    public static String initial(String name) {
      return GroupNumbers.initialOf(name);
    }

    /** The names of the numbers that change. */
    public List<String> numbers() {
      return next.outputs(Graph.Result.HYPERPARAMETER).stream().map(Graph.Output::name).toList();
    }

    /** Whether each step needs a number to follow, such as the loss on validation data. */
    public boolean followsMetric() {
      return next.input(Op.Role.HYPERPARAMETER, "metric").isPresent();
    }
  }

  /** A number of the optimizer that may be changed at run time. */
  public record Hyperparameter(String name, double value) {}

  /**
   * A tensor that an optimizer keeps: a range of the array that holds all that its body declares
   * under one name. All elements start as {@code initial}.
   *
   * @param name that of its input and output in the graph of the step
   * @param array the name in the optimizer's body
   * @param part the parameters that it belongs to
   * @param start the first element
   */
  public record StatePart(
      String name, String array, Part part, long start, TensorType type, double initial) {
    /** The position behind the last element. */
    public long end() {
      return start + type.shape().elements().constant();
    }
  }

  /**
   * What was seen while the body was run for training, which is what lints look at; it is there
   * also where nothing is learned.
   *
   * @param graph with all that leaves the network: outputs, loss, metrics and buffers
   * @param trace the author's words for its values
   * @param unmet what declarations expect and do not find
   */
  public record Observed(Graph graph, Trace trace, List<Unmet> unmet) {
    /** Keeps its own copy of the list. */
    public Observed {
      unmet = List.copyOf(unmet);
    }

    /** Of a graph that no author has written. */
    public static Observed of(Graph graph) {
      return new Observed(graph, new Trace(), List.of());
    }
  }

  /** A number that a schedule keeps. */
  public record State(String name, double initial) {}

  public Network {
    inputs = List.copyOf(inputs);
    targets = List.copyOf(targets);
    outputs = List.copyOf(outputs);
    parameters = List.copyOf(parameters);
    buffers = List.copyOf(buffers);
    prints = List.copyOf(prints);
    applications = List.copyOf(applications);
  }

  /** This network with its class in another Java package. */
  public Network inPackage(String other) {
    return new Network(
        name,
        other,
        doc,
        span,
        inputs,
        targets,
        outputs,
        parameters,
        buffers,
        root,
        prints,
        applications,
        inference,
        evaluation,
        training,
        optimizer,
        outline,
        observed);
  }

  /** The start values that are computed by programs of the network's own. */
  public List<Start.Computed> computedStarts() {
    return Stream.concat(
            parameters.stream().map(Parameter::start), buffers.stream().map(Buffer::start))
        .filter(start -> start instanceof Start.Computed)
        .map(Start.Computed.class::cast)
        .toList();
  }

  /** The number of learned elements. */
  public long parameterCount() {
    return parameters.stream().mapToLong(p -> p.type().shape().elements().constant()).sum();
  }
}
