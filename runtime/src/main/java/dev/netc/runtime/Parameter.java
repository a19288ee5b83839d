package dev.netc.runtime;

/**
 * A named tensor of a model: a parameter, a buffer or a gradient.
 *
 * @param name the path as in a PyTorch {@code state_dict}, such as {@code layer1.0.conv1.weight}
 * @param value a view of the model's own array: writing into it changes the model
 */
public record Parameter(String name, Tensor value) {}
