"""谁承办谁应诉: the units that handle the responses of defendants, as the rules say, or as who supervises them decides."""
