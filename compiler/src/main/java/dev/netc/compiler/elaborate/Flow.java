package dev.netc.compiler.elaborate;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How tensors pass through the author's own code: what is applied to what, nested as it is written.
 * For pictures; what is computed is in the graphs.
 *
 * @param steps in the order in which they begin, so that what is within a step stands right behind
 *     it; a step's number is its position
 * @param edges between steps that have nothing within, by the step that they lead to
 */
public record Flow(List<Step> steps, List<Edge> edges) {
  /** Nothing. */
  static final Flow NONE = new Flow(List.of(), List.of());

  /** What a step is. */
  public enum Kind {
    INPUT,
    TARGET,
    /** A parameter or buffer that the author's code names itself. */
    PARAMETER,
    /** The application of a layer, loss or metric. */
    LAYER,
    FUNCTION,
    /** An operator, a subscript or a scan. */
    OPERATOR,
    /** Stages in braces. */
    SEQUENCE,
    /** Stages that are repeated; each copy is a step within. */
    REPEAT,
    OUTPUT,
    LOSS,
    METRIC
  }

  /**
   * One step.
   *
   * @param parent the step that it is within, or a negative number
   * @param name the label, path or function's name that the author would recognise
   * @param type the declaration's name; that of the step for what is none
   * @param layer the path of the layer that is applied, if it has one
   * @param span where the author wrote it
   */
  public record Step(
      int parent,
      Kind kind,
      String name,
      String type,
      Optional<String> layer,
      Span span,
      List<TensorType> results) {
    /** Keeps its own copy of the list. */
    public Step {
      results = List.copyOf(results);
    }
  }

  /** A tensor that one step gives and another takes. */
  public record Edge(int from, int to, Tensor tensor) {}

  /**
   * What passes along an edge.
   *
   * @param axes what declarations that take it call its axes, empty where nobody names one
   */
  public record Tensor(TensorType type, List<String> axes) {
    /** Keeps its own copy of the list. */
    public Tensor {
      axes = List.copyOf(axes);
    }

    /** {@code [N, C=16, H=10, W=10]}. */
    public String shape() {
      List<String> sizes = new ArrayList<>();
      for (int axis = 0; axis < type.rank(); axis++) {
        Dim size = type.dim(axis);
        String name = axis < axes.size() ? axes.get(axis) : "";
        sizes.add(name.isEmpty() || name.equals(size.toString()) ? "" + size : name + "=" + size);
      }
      return "[" + String.join(", ", sizes) + "]";
    }
  }

  /** Keeps its own copies of the lists. */
  public Flow {
    steps = List.copyOf(steps);
    edges = List.copyOf(edges);
  }
}
